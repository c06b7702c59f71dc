package io.yizhan.server.archive.memory;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.group.MemberPart;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.Mentions;
import io.yizhan.server.archive.Group;
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

/** Groups as long as this process lives; for tests and for a worker that runs alone. */
public final class MemoryGroupStore implements GroupStore, GroupRegister {
    private final Clock clock;
    /** Guarded by this. */
    private final Map<GroupId, MemoryGroup> groups = new HashMap<>();

    private final Map<GroupId, Map<String, Long>> mentioned = new HashMap<>();

    public MemoryGroupStore(Clock clock) {
        this.clock = clock;
    }

    /** Takes an event whose message stands at this number now; by the message store, in the log's order. */
    synchronized void apply(GroupId group, long seq, GroupEvent event) {
        MemoryGroup its = groups.get(group);
        if (its != null) {
            its.apply(seq, event);
        }
    }

    /** Takes note of who is mentioned in a message; by the message store. */
    synchronized void mention(GroupId group, long seq, Mentions mentions) {
        mentions.names()
                .forEach(name ->
                        mentioned.computeIfAbsent(group, id -> new HashMap<>()).merge(name, seq, Math::max));
    }

    @Override
    public synchronized CompletionStage<Map<GroupId, Long>> mentions(UserId user, Collection<GroupId> asked) {
        Map<GroupId, Long> found = new HashMap<>();
        for (GroupId group : asked) {
            Map<String, Long> names = mentioned.getOrDefault(group, Map.of());
            Stream.of(user.value(), Mentions.ALL)
                    .filter(names::containsKey)
                    .forEach(name -> found.merge(group, names.getOrDefault(name, 0L), Math::max));
        }
        return done(found);
    }

    @Override
    public synchronized CompletionStage<Optional<Group>> find(GroupId group) {
        return done(Optional.ofNullable(groups.get(group))
                .map(MemoryGroup::state)
                .filter(state -> state.createdSeq().isPresent())
                .map(GroupState::group));
    }

    @Override
    public synchronized CompletionStage<Optional<GroupState>> state(GroupId group) {
        return done(Optional.ofNullable(groups.get(group)).map(MemoryGroup::state));
    }

    @Override
    public synchronized CompletionStage<List<Membership>> memberships(GroupId group, UserId user) {
        return done(in(group, its -> its.memberships(user)));
    }

    @Override
    public synchronized CompletionStage<List<Membership>> latest(GroupId group, Collection<UserId> users) {
        return done(in(
                group,
                its -> users.stream()
                        .distinct()
                        .flatMap(user -> its.latest(user).stream())
                        .toList()));
    }

    @Override
    public synchronized CompletionStage<List<Membership>> membershipsOf(
            UserId user, Optional<GroupId> after, int limit) {
        return done(groups.keySet().stream()
                .filter(id -> after.isEmpty() || id.compareTo(after.get()) > 0)
                .sorted()
                .flatMap(id -> in(id, its -> its.latest(user).stream().toList()).stream())
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized CompletionStage<List<Membership>> members(GroupId group, Optional<UserId> after, int limit) {
        return done(in(
                group,
                its -> its.present()
                        .filter(member -> after.isEmpty() || member.user().compareTo(after.get()) > 0)
                        .limit(limit)
                        .toList()));
    }

    @Override
    public synchronized CompletionStage<List<Membership>> part(GroupId group, int part) {
        return done(in(
                group,
                its -> its.present()
                        .filter(member -> MemberPart.of(member.user()) == part)
                        .toList()));
    }

    @Override
    public synchronized CompletionStage<List<Membership>> heirs(GroupId group, int limit) {
        return done(Stream.of(GroupRole.ADMIN, GroupRole.MEMBER)
                .flatMap(role -> in(group, its -> its.longestStanding(role, limit)).stream())
                .toList());
    }

    private List<Membership> in(GroupId group, Function<MemoryGroup, List<Membership>> question) {
        return Optional.ofNullable(groups.get(group)).map(question).orElse(List.of());
    }

    @Override
    public synchronized CompletionStage<Reservation> reserve(Draft draft, Turn turn) {
        MemoryGroup standing = groups.get(draft.id());
        if (standing == null || standing.mayBecome(draft, turn, clock.instant())) {
            groups.put(draft.id(), new MemoryGroup(draft, turn, clock.instant()));
            return done(Reservation.RESERVED);
        }
        return done(standing.refusal(draft));
    }

    @Override
    public synchronized CompletionStage<Void> set(GroupId group, JoinPolicy joinPolicy, GroupHistory history) {
        Optional.ofNullable(groups.get(group)).ifPresent(its -> its.set(joinPolicy, history));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Boolean> begin(GroupId group, Turn turn) {
        MemoryGroup its = groups.get(group);
        return done(its != null && its.begin(turn, clock.instant()));
    }

    @Override
    public synchronized CompletionStage<Void> end(GroupId group, Turn turn) {
        Optional.ofNullable(groups.get(group)).ifPresent(its -> its.end(turn));
        return CompletableFuture.completedFuture(null);
    }

    private static <T> CompletionStage<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }
}
