package io.yizhan.server.state.memory;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Hold;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.Sighting;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicy.Collision;
import io.yizhan.settings.LoginPolicy.Devices;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One user's entries, and which sessions are displaced. Guarded by itself. */
final class UserSessions {
    private final Clock clock;
    private final Duration lease;
    private final Map<DeviceId, Entry> entries = new HashMap<>();
    private final Fences fences = new Fences();
    private long lastEpoch;
    /** When a session ended last, as far as that is known; 0 if none did. */
    private long endedAtMs;

    private int limit = Integer.MAX_VALUE;

    UserSessions(Clock clock, Duration lease) {
        this.clock = clock;
        this.lease = lease;
    }

    synchronized Registration register(SessionClaim claim, LoginPolicy policy, Living living) {
        dropExpired();
        Optional<Entry> before = Optional.ofNullable(entries.get(claim.device()));
        List<Entry> rivals = entries.values().stream()
                .filter(entry -> !entry.address().device().equals(claim.device()))
                .filter(entry -> policy.devices() != Devices.ONE_PER_PLATFORM
                        || entry.address().platform() == claim.platform())
                .sorted(Entry.givingWay(policy.collision(), living))
                .toList();
        int excess = Math.max(0, rivals.size() + 1 - policy.limit());
        if (policy.collision() == Collision.REFUSE_NEW) {
            int dead = (int)
                    rivals.stream().filter(rival -> !rival.mayLive(living)).count();
            if (excess > dead && before.isEmpty()) {
                return new Registration.Refused();
            }
            excess = Math.min(excess, dead);
        }
        List<Entry> gone = new ArrayList<>(rivals.subList(0, excess));
        before.ifPresent(gone::add);
        return enter(claim, policy, gone, excess == rivals.size());
    }

    private Registration enter(SessionClaim claim, LoginPolicy policy, List<Entry> gone, boolean alone) {
        lastEpoch = Math.max(lastEpoch + 1, clock.millis() * 1_000);
        SessionAddress own = new SessionAddress(
                claim.user(), claim.device(), claim.platform(), claim.holder(), claim.session(), lastEpoch);
        gone.forEach(entry -> {
            entries.remove(entry.address().device());
            fences.raiseFor(entry.address().device(), own);
        });
        put(own, clock.millis());
        fences.raiseFor(own.device(), own);
        if (alone && policy.devices() == Devices.SINGLE_DEVICE) {
            fences.raiseForAll(own);
        } else if (alone && policy.devices() == Devices.ONE_PER_PLATFORM) {
            fences.raiseForPlatform(own);
        }
        limit = policy.devices() == Devices.LIMITED ? policy.limit() : Integer.MAX_VALUE;
        return new Registration.Entered(
                own,
                gone.stream()
                        .map(Entry::address)
                        .filter(address -> !address.session().equals(own.session()))
                        .toList());
    }

    /** Renews the lease of {@code from}, now as {@code to}, unless another login took its place. */
    synchronized Hold hold(SessionAddress from, SessionAddress to, Optional<Duration> idle) {
        dropExpired();
        Optional<Entry> entry = Optional.ofNullable(entries.get(from.device()));
        boolean mine = entry.map(Entry::address)
                .filter(address -> address.equals(from) || address.equals(to))
                .isPresent();
        if (!mine) {
            Optional<DeviceId> by = entry.filter(other -> other.address().epoch() > from.epoch())
                    .map(other -> from.device())
                    .or(() -> fences.displacerOf(from))
                    .or(() -> whoFillsTheLimit(from.device()));
            if (by.isPresent()) {
                return new Hold.Displaced(by.get());
            }
            fences.raiseFor(to.device(), to);
        }
        long unknown = entry.filter(any -> mine).map(Entry::activeAtMs).orElse(to.epoch() / 1_000);
        put(to, idle.map(time -> clock.millis() - time.toMillis()).orElse(unknown));
        return new Hold.Kept(to);
    }

    private Optional<DeviceId> whoFillsTheLimit(DeviceId device) {
        List<SessionAddress> others = entries.values().stream()
                .map(Entry::address)
                .filter(address -> !address.device().equals(device))
                .toList();
        return others.size() < limit
                ? Optional.empty()
                : others.stream()
                        .max(Comparator.comparingLong(SessionAddress::epoch))
                        .map(SessionAddress::device);
    }

    synchronized boolean remove(SessionAddress session) {
        Entry entry = entries.get(session.device());
        boolean removed = entry != null && entry.address().equals(session) && entries.remove(session.device(), entry);
        if (removed) {
            endedAtMs = clock.millis();
        }
        return removed;
    }

    /** Removes all that this incarnation holds, and says how many those were. */
    synchronized int sweep(Incarnation ended) {
        List<Entry> gone = entries.values().stream()
                .filter(entry -> entry.address().holder().equals(ended))
                .toList();
        gone.forEach(entry -> endedAtMs = Math.max(endedAtMs, entry.activeAtMs()));
        entries.values().removeAll(gone);
        return gone.size();
    }

    synchronized List<SessionAddress> live() {
        dropExpired();
        return entries.values().stream().map(Entry::address).toList();
    }

    synchronized Sighting sighting() {
        long lastSeenMs = entries.values().stream().mapToLong(Entry::activeAtMs).reduce(endedAtMs, Math::max);
        return new Sighting(live(), lastSeenMs);
    }

    private void put(SessionAddress address, long activeAtMs) {
        entries.put(address.device(), new Entry(address, clock.millis() + lease.toMillis(), activeAtMs));
    }

    private void dropExpired() {
        long now = clock.millis();
        entries.values().removeIf(entry -> entry.expiresAtMs() <= now);
    }
}
