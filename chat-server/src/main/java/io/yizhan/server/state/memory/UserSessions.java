package io.yizhan.server.state.memory;

import io.yizhan.identity.DeviceId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.LoginPolicy;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One user's entries, and below which epoch a session is displaced. Guarded by itself. */
final class UserSessions {
    private static final String ALL = "all";

    private final Clock clock;
    private final Duration lease;
    private final Map<DeviceId, Entry> entries = new HashMap<>();
    private final Map<Object, Long> fences = new HashMap<>();
    private long lastEpoch;

    UserSessions(Clock clock, Duration lease) {
        this.clock = clock;
        this.lease = lease;
    }

    synchronized Registration register(SessionClaim claim, LoginPolicy policy) {
        dropExpired();
        lastEpoch = Math.max(lastEpoch + 1, clock.millis() * 1_000);
        SessionAddress own = new SessionAddress(
                claim.user(), claim.device(), claim.platform(), claim.holder(), claim.session(), lastEpoch);
        List<SessionAddress> displaced = new ArrayList<>();
        entries.values().removeIf(entry -> {
            boolean gone = displaces(own, policy, entry.address());
            if (gone && !entry.address().session().equals(own.session())) {
                displaced.add(entry.address());
            }
            return gone;
        });
        put(own);
        fences.put(own.device(), lastEpoch);
        if (policy == LoginPolicy.SINGLE_DEVICE) {
            fences.put(ALL, lastEpoch);
        } else if (policy == LoginPolicy.ONE_PER_PLATFORM) {
            fences.put(own.platform(), lastEpoch);
        }
        return new Registration(own, displaced);
    }

    private static boolean displaces(SessionAddress own, LoginPolicy policy, SessionAddress old) {
        return old.device().equals(own.device())
                || switch (policy) {
                    case SINGLE_DEVICE -> true;
                    case ONE_PER_PLATFORM -> old.platform() == own.platform();
                    case MULTI_DEVICE -> false;
                };
    }

    /** Renews the lease of {@code from}, now as {@code to}; false if a later login displaced it. */
    synchronized boolean hold(SessionAddress from, SessionAddress to) {
        dropExpired();
        Entry entry = entries.get(from.device());
        boolean mine = entry != null
                && (entry.address().equals(from) || entry.address().equals(to));
        if (!mine && (isFenced(from) || entry != null && entry.address().epoch() > from.epoch())) {
            return false;
        }
        put(to);
        fences.merge(to.device(), to.epoch(), Math::max);
        return true;
    }

    private boolean isFenced(SessionAddress session) {
        return List.of(ALL, session.platform(), session.device()).stream()
                .anyMatch(fence -> fences.getOrDefault(fence, 0L) > session.epoch());
    }

    synchronized boolean remove(SessionAddress session) {
        Entry entry = entries.get(session.device());
        return entry != null && entry.address().equals(session) && entries.remove(session.device(), entry);
    }

    synchronized List<SessionAddress> live() {
        dropExpired();
        return entries.values().stream().map(Entry::address).toList();
    }

    private void put(SessionAddress address) {
        entries.put(address.device(), new Entry(address, clock.millis() + lease.toMillis()));
    }

    private void dropExpired() {
        long now = clock.millis();
        entries.values().removeIf(entry -> entry.expiresAtMs() <= now);
    }

    private record Entry(SessionAddress address, long expiresAtMs) {}
}
