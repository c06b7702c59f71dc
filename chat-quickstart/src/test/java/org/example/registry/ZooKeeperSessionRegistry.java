package org.example.registry;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Hold;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * The registry in ZooKeeper, without Redis: one znode for each user holds its entries and fences, and is changed by
 * compare-and-set in one step with the index of {@link HeldUsers}. Each login and each renewal is a write to the whole
 * ensemble, and all of it lies in its memory: for thousands of sessions, not for millions. A user who has ever logged
 * in leaves a small znode.
 */
final class ZooKeeperSessionRegistry implements SessionRegistry {
    private static final int SWEPT_AT_ONCE = 200;

    private final Znodes znodes;
    private final ServerClock clock;
    private final HolderLiveness liveness;
    private final Duration lease;
    private final HeldUsers held;
    private final UserZnodes users;

    ZooKeeperSessionRegistry(Znodes znodes, ServerClock clock, HolderLiveness liveness, Duration lease) {
        this.znodes = znodes;
        this.clock = clock;
        this.liveness = liveness;
        this.lease = lease;
        this.held = new HeldUsers(znodes, clock, lease.toMillis());
        this.users = new UserZnodes(znodes, held);
    }

    @Override
    public Duration lease() {
        return lease;
    }

    @Override
    public CompletionStage<Registration> register(SessionClaim claim, LoginPolicy policy) {
        Login login = new Login(claim, policy, liveness.living());
        return held.note(claim.holder(), claim.user())
                .thenCompose(noted -> users.change(claim.user(), Set.of(claim.holder()), before -> {
                    long now = clock.millis();
                    return login.judge(before.at(now), now, lease.toMillis());
                }));
    }

    @Override
    public CompletionStage<Hold> move(SessionAddress from, Incarnation holder) {
        Renewal renewal = new Renewal(from, from.heldBy(holder), Optional.empty());
        return users.change(from.user(), Set.of(holder), before -> {
            long now = clock.millis();
            return renewal.judge(before.at(now), now, lease.toMillis());
        });
    }

    @Override
    public CompletionStage<Map<SessionAddress, DeviceId>> refresh(Map<SessionAddress, Duration> idle) {
        CompletionStage<Map<SessionAddress, DeviceId>> all = completedStage(new HashMap<>());
        Map<UserId, List<SessionAddress>> byUser = idle.keySet().stream().collect(groupingBy(SessionAddress::user));
        for (Map.Entry<UserId, List<SessionAddress>> one : byUser.entrySet()) {
            Set<Incarnation> holders =
                    one.getValue().stream().map(SessionAddress::holder).collect(toSet());
            all = all.thenCombine(
                    users.change(one.getKey(), holders, before -> renew(one.getValue(), idle, before)),
                    (before, displaced) -> {
                        before.putAll(displaced);
                        return before;
                    });
        }
        return all;
    }

    /** All sessions of one user in one step. */
    private Change<Map<SessionAddress, DeviceId>> renew(
            List<SessionAddress> sessions, Map<SessionAddress, Duration> idle, UserSessions before) {
        long now = clock.millis();
        Map<SessionAddress, DeviceId> displaced = new HashMap<>();
        UserSessions next = before.at(now);
        for (SessionAddress session : sessions) {
            Change<Hold> change =
                    new Renewal(session, session, Optional.of(idle.get(session))).judge(next, now, lease.toMillis());
            next = change.next().orElse(next);
            if (change.result() instanceof Hold.Displaced gone) {
                displaced.put(session, gone.by());
            }
        }
        return displaced.size() == sessions.size() ? Change.none(displaced) : Change.to(next, displaced);
    }

    @Override
    public CompletionStage<Boolean> unregister(SessionAddress session) {
        return users.change(session.user(), Set.of(), before -> {
            Entry present = before.entries().get(session.device().value());
            return present != null && present.isOf(session)
                    ? Change.to(before.without(present.device()), true)
                    : Change.none(false);
        });
    }

    @Override
    public CompletionStage<Map<UserId, List<SessionAddress>>> find(Collection<UserId> asked) {
        // Who logged in at another worker before this call is found, also by a server that lags behind. The reads go
        // out at once, behind the sync, so all of it takes one round trip.
        CompletionStage<Map<UserId, List<SessionAddress>>> all = znodes.sync().thenApply(done -> new HashMap<>());
        for (UserId user : Set.copyOf(asked)) {
            all = all.thenCombine(users.read(user), (found, sessions) -> {
                found.put(user, live(user, sessions));
                return found;
            });
        }
        return all;
    }

    private List<SessionAddress> live(UserId user, UserSessions sessions) {
        return sessions.at(clock.millis()).entries().values().stream()
                .filter(entry -> liveness.mayLive(entry.holder()))
                .map(entry -> entry.address(user))
                .toList();
    }

    @Override
    public CompletionStage<Set<Incarnation>> holders(Incarnation self) {
        return held.holders(self);
    }

    /** A page after the other; each is forgotten when its entries are gone, so it can be broken off and repeated. */
    @Override
    public CompletionStage<Integer> sweep(Incarnation ended) {
        return held.users(ended).thenCompose(all -> sweep(ended, all, 0));
    }

    private CompletionStage<Integer> sweep(Incarnation ended, List<UserId> left, int removed) {
        if (left.isEmpty()) {
            return held.forget(ended).thenApply(done -> removed);
        }
        List<UserId> page = left.subList(0, Math.min(SWEPT_AT_ONCE, left.size()));
        CompletionStage<Integer> sum = completedStage(removed);
        for (UserId user : page) {
            sum = sum.thenCombine(users.change(user, Set.of(), before -> without(ended, before)), Integer::sum);
        }
        return sum.thenCompose(so ->
                held.forget(ended, page).thenCompose(done -> sweep(ended, left.subList(page.size(), left.size()), so)));
    }

    private static Change<Integer> without(Incarnation ended, UserSessions before) {
        UserSessions next = before.withoutThoseOf(ended);
        int removed = before.entries().size() - next.entries().size();
        return removed == 0 ? Change.none(0) : Change.to(next, removed);
    }
}
