package org.example.registry;

import io.yizhan.identity.DeviceId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Hold;
import java.time.Duration;
import java.util.Optional;

/**
 * Judges whether a session keeps its place, from now on at {@code to}.
 *
 * @param to the same session, in the same life of its worker or in another one
 * @param idle for how long its user has done nothing; empty if that is not known here
 */
record Renewal(SessionAddress from, SessionAddress to, Optional<Duration> idle) {
    /** @param before the user's sessions that stand at {@code nowMs} */
    Change<Hold> judge(UserSessions before, long nowMs, long leaseMs) {
        Optional<Entry> present =
                Optional.ofNullable(before.entries().get(from.device().value()));
        Optional<Entry> mine = present.filter(entry -> entry.isOf(from) || entry.isOf(to));
        UserSessions next = before;
        if (mine.isEmpty()) {
            Optional<DeviceId> by = present.filter(other -> other.epoch() > from.epoch())
                    .map(other -> from.device())
                    .or(() -> before.displacerOf(from))
                    .or(() -> before.whoFillsTheLimit(from.device()));
            if (by.isPresent()) {
                return Change.none(new Hold.Displaced(by.get()));
            }
            next = next.fenced(to.device(), to);
        }
        long activeAtMs = idle.map(time -> nowMs - time.toMillis())
                .orElseGet(() -> mine.map(Entry::activeAtMs).orElse(to.epoch() / 1_000));
        return Change.to(next.with(Entry.of(to, nowMs + leaseMs, activeAtMs)), new Hold.Kept(to));
    }
}
