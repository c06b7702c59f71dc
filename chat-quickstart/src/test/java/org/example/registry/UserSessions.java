package org.example.registry;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.session.SessionAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One user's znode: a value, of which every change makes another.
 *
 * @param lastEpoch of the user's logins, in µs of the leader's clock
 * @param limit how many sessions the last login's policy lets stand
 * @param entries by device
 * @param fences below which epochs sessions have lost their places, all, on a platform, or of a device, and to whom;
 *     they outlive the entries
 */
record UserSessions(long lastEpoch, int limit, Map<String, Entry> entries, Map<String, Fence> fences) {
    static final UserSessions NONE = new UserSessions(0, Integer.MAX_VALUE, Map.of(), Map.of());

    private static final long FENCES_KEPT_MICROS = Duration.ofDays(7).toNanos() / 1_000;
    private static final String ALL = "all";

    UserSessions {
        entries = Map.copyOf(entries);
        fences = Map.copyOf(fences);
    }

    /** @param by the device that took the places */
    record Fence(long epoch, String by) {}

    /** Without what time has ended by then. */
    UserSessions at(long nowMs) {
        Map<String, Entry> standing = new TreeMap<>(entries);
        standing.values().removeIf(entry -> entry.expiresAtMs() <= nowMs);
        Map<String, Fence> kept = new TreeMap<>(fences);
        kept.values().removeIf(fence -> fence.epoch() + FENCES_KEPT_MICROS < nowMs * 1_000);
        return new UserSessions(lastEpoch, limit, standing, kept);
    }

    UserSessions entered(long epoch, int places) {
        return new UserSessions(epoch, places, entries, fences);
    }

    UserSessions with(Entry entry) {
        Map<String, Entry> changed = new TreeMap<>(entries);
        changed.put(entry.device(), entry);
        return new UserSessions(lastEpoch, limit, changed, fences);
    }

    UserSessions without(String device) {
        Map<String, Entry> changed = new TreeMap<>(entries);
        changed.remove(device);
        return new UserSessions(lastEpoch, limit, changed, fences);
    }

    UserSessions withoutThoseOf(Incarnation holder) {
        Map<String, Entry> changed = new TreeMap<>(entries);
        changed.values().removeIf(entry -> entry.holder().equals(holder));
        return new UserSessions(lastEpoch, limit, changed, fences);
    }

    /** Every older session of the user has lost its place. */
    UserSessions fencedAll(SessionAddress by) {
        return fenced(ALL, by);
    }

    /** Every older session on the platform of {@code by} has. */
    UserSessions fencedPlatform(SessionAddress by) {
        return fenced(platform(by.platform()), by);
    }

    /** Every older session of the device has. */
    UserSessions fenced(DeviceId device, SessionAddress by) {
        return fenced(device(device), by);
    }

    private UserSessions fenced(String whom, SessionAddress by) {
        Map<String, Fence> changed = new TreeMap<>(fences);
        changed.merge(
                whom, new Fence(by.epoch(), by.device().value()), (was, is) -> is.epoch() > was.epoch() ? is : was);
        return new UserSessions(lastEpoch, limit, entries, changed);
    }

    /** Who took the session's place, if somebody did. */
    Optional<DeviceId> displacerOf(SessionAddress session) {
        return Stream.of(ALL, platform(session.platform()), device(session.device()))
                .flatMap(whom -> Optional.ofNullable(fences.get(whom)).stream())
                .filter(fence -> fence.epoch() > session.epoch())
                .map(fence -> new DeviceId(fence.by()))
                .findFirst();
    }

    /** The latest of the other devices, if those fill all places. */
    Optional<DeviceId> whoFillsTheLimit(DeviceId device) {
        List<Entry> others = entries.values().stream()
                .filter(entry -> !entry.device().equals(device.value()))
                .toList();
        return others.size() < limit
                ? Optional.empty()
                : others.stream()
                        .max(Comparator.comparingLong(Entry::epoch))
                        .map(entry -> new DeviceId(entry.device()));
    }

    private static String platform(int platform) {
        return "p:" + platform;
    }

    private static String device(DeviceId device) {
        return "d:" + device;
    }
}
