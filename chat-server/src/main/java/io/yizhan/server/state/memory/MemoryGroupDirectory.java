package io.yizhan.server.state.memory;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ArchivedMembers;
import io.yizhan.server.state.GroupDirectory;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The directory in this process. Safe from any thread; its own stages are complete when they are returned. */
public final class MemoryGroupDirectory implements GroupDirectory {
    private final Clock clock;
    private final ArchivedMembers archived;
    private final Times times;
    /** Guarded by this. */
    private final Map<GroupId, Known> groups = new HashMap<>();

    /** @param archived is never behind */
    public MemoryGroupDirectory(Clock clock, ArchivedMembers archived, Times times) {
        this.clock = clock;
        this.archived = archived;
        this.times = times;
    }

    @Override
    public synchronized CompletionStage<Void> shut(GroupId group, Collection<UserId> users) {
        long until = clock.millis() + times.shut().toMillis();
        users.forEach(user -> of(group).shutUntilMs().put(user, until));
        return refused(group, users);
    }

    @Override
    public synchronized CompletionStage<Void> refresh(GroupId group, Collection<UserId> users) {
        of(group).shutUntilMs().keySet().removeAll(users);
        return refused(group, users);
    }

    private CompletionStage<Void> refused(GroupId group, Collection<UserId> users) {
        users.forEach(user -> {
            of(group).members().remove(user);
            of(group).taken().merge(user, 1L, Long::sum);
        });
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Standing> admit(GroupId group, UserId user) {
        if (of(group).shutUntilMs().getOrDefault(user, 0L) > clock.millis()) {
            return CompletableFuture.completedStage(Standing.SHUT_OUT);
        }
        if (of(group).members().contains(user)) {
            return CompletableFuture.completedStage(Standing.MEMBER);
        }
        long taken = of(group).taken().getOrDefault(user, 0L);
        return archived.isMember(group, user, 0).thenCompose(member -> {
            if (member && !bring(group, user, taken)) {
                return admit(group, user);
            }
            return CompletableFuture.completedStage(member ? Standing.MEMBER : Standing.STRANGER);
        });
    }

    /** False if he was taken out since the archive was asked. */
    private synchronized boolean bring(GroupId group, UserId user, long taken) {
        if (of(group).taken().getOrDefault(user, 0L) != taken) {
            return false;
        }
        of(group).members().add(user);
        return true;
    }

    synchronized boolean maySend(GroupId group, UserId user) {
        return of(group).members().contains(user);
    }

    @Override
    public synchronized CompletionStage<Void> interest(
            Incarnation worker, Collection<GroupId> begun, Collection<GroupId> ended) {
        long until = clock.millis() + times.interest().toMillis();
        ended.forEach(group -> of(group).interestedUntilMs().remove(worker));
        begun.forEach(group -> of(group).interestedUntilMs().put(worker, until));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public synchronized CompletionStage<Map<GroupId, Set<Incarnation>>> interested(Collection<GroupId> asked) {
        Map<GroupId, Set<Incarnation>> found = new LinkedHashMap<>();
        asked.forEach(group -> found.put(group, interested(group)));
        return CompletableFuture.completedStage(found);
    }

    synchronized Set<Incarnation> interested(GroupId group) {
        long now = clock.millis();
        return of(group).interestedUntilMs().entrySet().stream()
                .filter(entry -> entry.getValue() > now)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Known of(GroupId group) {
        return groups.computeIfAbsent(
                group, id -> new Known(new HashSet<>(), new HashMap<>(), new HashMap<>(), new HashMap<>()));
    }

    /** @param taken how often each user was taken out: what was read of him before does not come in any more */
    private record Known(
            Set<UserId> members,
            Map<UserId, Long> shutUntilMs,
            Map<UserId, Long> taken,
            Map<Incarnation, Long> interestedUntilMs) {}
}
