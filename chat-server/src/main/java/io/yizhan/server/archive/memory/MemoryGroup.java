package io.yizhan.server.archive.memory;

import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.server.archive.Group;
import io.yizhan.server.archive.GroupRegister.Draft;
import io.yizhan.server.archive.GroupRegister.Reservation;
import io.yizhan.server.archive.GroupRegister.Turn;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.archive.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One group. Not thread-safe. */
final class MemoryGroup {
    private static final Duration RESERVED_FOR = Duration.ofMinutes(1);

    private final Draft draft;
    private final Instant reservedAt;
    /** By user, then by the number of his coming. */
    private final NavigableMap<UserId, NavigableMap<Long, Membership>> memberships = new TreeMap<>();

    private GroupState state;
    private Optional<Held> turn;

    private record Held(String holder, Instant until) {
        static Optional<Held> of(Turn turn, Instant now) {
            return Optional.of(new Held(turn.holder(), now.plus(turn.length())));
        }
    }

    MemoryGroup(Draft draft, Turn turn, Instant now) {
        this.draft = draft;
        this.reservedAt = now;
        this.turn = Held.of(turn, now);
        Group group = new Group(draft.id(), draft.name(), draft.owner(), draft.joinPolicy(), draft.history(), 0, false);
        this.state = new GroupState(group, draft.creation(), OptionalLong.empty(), OptionalLong.empty(), 0);
    }

    GroupState state() {
        return state;
    }

    void apply(long seq, GroupEvent event) {
        Roster roster = new Roster(
                state,
                Stream.of(state.group().owner(), event.user())
                        .distinct()
                        .flatMap(user -> latest(user).stream())
                        .toList());
        roster.apply(seq, event);
        state = roster.state();
        roster.changed()
                .forEach(changed -> memberships
                        .computeIfAbsent(changed.user(), user -> new TreeMap<>())
                        .put(changed.joinSeq(), changed));
    }

    List<Membership> memberships(UserId user) {
        return List.copyOf(memberships.getOrDefault(user, new TreeMap<>()).values());
    }

    Optional<Membership> latest(UserId user) {
        return Optional.ofNullable(memberships.get(user))
                .map(its -> its.lastEntry().getValue());
    }

    /** The members of now, by user id. */
    Stream<Membership> present() {
        return memberships.values().stream()
                .map(its -> its.lastEntry().getValue())
                .filter(Membership::isPresent);
    }

    List<Membership> longestStanding(GroupRole role, int limit) {
        return present()
                .filter(member -> member.role() == role)
                .sorted(Comparator.comparing(Membership::joinSeq))
                .limit(limit)
                .toList();
    }

    /** Whether the id, never used, may go to this one. */
    boolean mayBecome(Draft other, Turn wanted, Instant now) {
        boolean given = other.owner().equals(draft.owner())
                || reservedAt.plus(RESERVED_FOR).isBefore(now);
        return state.createdSeq().isEmpty() && given && isFree(wanted, now);
    }

    Reservation refusal(Draft other) {
        return Reservation.of(other, state.createdSeq().isPresent(), draft.owner(), draft.creation());
    }

    void set(JoinPolicy joinPolicy, GroupHistory history) {
        Group before = state.group();
        Group after = new Group(
                before.id(), before.name(), before.owner(), joinPolicy, history, before.members(), before.ended());
        state = new GroupState(after, state.creation(), state.createdSeq(), state.endedSeq(), state.appliedSeq());
    }

    boolean begin(Turn wanted, Instant now) {
        boolean free = isFree(wanted, now);
        if (free) {
            turn = Held.of(wanted, now);
        }
        return free;
    }

    void end(Turn held) {
        turn = turn.filter(its -> !its.holder().equals(held.holder()));
    }

    private boolean isFree(Turn wanted, Instant now) {
        return turn.filter(held ->
                        !held.holder().equals(wanted.holder()) && !held.until().isBefore(now))
                .isEmpty();
    }
}
