package io.yizhan.server.state.memory;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Hold;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.Sighting;
import io.yizhan.settings.LoginPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The registry in this process. Safe from any thread; stages are complete when they are returned. */
public final class MemorySessionRegistry implements SessionRegistry {
    private final ConcurrentMap<UserId, UserSessions> users = new ConcurrentHashMap<>();
    private final ConcurrentMap<Incarnation, Long> holders = new ConcurrentHashMap<>();
    private final Clock clock;
    private final HolderLiveness liveness;
    private final Duration lease;

    public MemorySessionRegistry(Clock clock, HolderLiveness liveness, Duration lease) {
        this.clock = clock;
        this.liveness = liveness;
        this.lease = lease;
    }

    @Override
    public Duration lease() {
        return lease;
    }

    @Override
    public CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy) {
        return CompletableFuture.completedStage(of(claim.user()).register(claim, policy, liveness.living()));
    }

    @Override
    public CompletionStage<Hold> move(SessionAddress from, Incarnation holder) {
        return CompletableFuture.completedStage(of(from.user()).hold(from, from.heldBy(holder), Optional.empty()));
    }

    @Override
    public CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle) {
        Map<SessionAddress, DeviceId> displaced = new HashMap<>();
        idle.forEach((session, time) -> {
            if (of(session.user()).hold(session, session, Optional.of(time)) instanceof Hold.Displaced gone) {
                displaced.put(session, gone.by());
            }
        });
        return CompletableFuture.completedStage(displaced);
    }

    @Override
    public CompletionStage<Boolean> unregister(SessionAddress session) {
        return CompletableFuture.completedStage(of(session.user()).remove(session));
    }

    @Override
    public CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> asked) {
        Map<UserId, List<SessionAddress>> found = new LinkedHashMap<>();
        asked.forEach(user -> found.put(
                user,
                of(user).live().stream()
                        .filter(session -> liveness.mayLive(session.holder()))
                        .toList()));
        return CompletableFuture.completedStage(found);
    }

    @Override
    public CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        long now = clock.millis();
        holders.put(self, now + lease.toMillis());
        holders.values().removeIf(until -> until <= now);
        return CompletableFuture.completedStage(Set.copyOf(holders.keySet()));
    }

    @Override
    public CompletionStage<Integer> sweep(Incarnation ended) {
        holders.remove(ended);
        return CompletableFuture.completedStage(
                users.values().stream().mapToInt(user -> user.sweep(ended)).sum());
    }

    /** What stands here of a user, also of workers that are gone. */
    Sighting sighting(UserId user) {
        UserSessions sessions = users.get(user);
        return sessions == null ? new Sighting(List.of(), 0) : sessions.sighting();
    }

    private UserSessions of(UserId user) {
        return users.computeIfAbsent(user, id -> new UserSessions(clock, lease));
    }
}
