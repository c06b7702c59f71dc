package io.yizhan.server.presence;

import chat.v2.UserPresence;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.Living;
import io.yizhan.server.state.Sighting;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A user whom somebody here watches: what the registry said of him last, and what those who watch know. What comes is
 * told at once; what goes only when it stays away for a while, so that nobody sees a device reconnect. Belongs to the
 * presence thread.
 */
final class Watched {
    private final UserId user;
    private final long graceNanos;
    private final Set<WatchList> lists = new HashSet<>();
    private @Nullable Sighting sighting;
    private long seenAtMs;
    private Standing told = Standing.OFFLINE;
    private boolean waning;
    private long waningSince;

    Watched(UserId user, long graceNanos) {
        this.user = user;
        this.graceNanos = graceNanos;
    }

    UserId user() {
        return user;
    }

    /** The lists that he stands in. */
    Set<WatchList> lists() {
        return lists;
    }

    /** Whether the registry was asked. */
    boolean isKnown() {
        return sighting != null;
    }

    /** Whether something has gone that may come back before it is told. */
    boolean isWaning() {
        return waning;
    }

    /**
     * The registry was asked.
     *
     * @param nowMs the server's time
     * @return whether those who watch are to be told
     */
    boolean saw(Sighting now, Living living, long nanos, long nowMs) {
        boolean first = sighting == null;
        sighting = now;
        seenAtMs = nowMs;
        if (first) {
            told = standing(living);
            return false;
        }
        return judge(living, nanos);
    }

    /** Looks at what is known again, as time has passed or workers have come and gone; whether to tell of it. */
    boolean judge(Living living, long nanos) {
        Standing now = standing(living);
        if (now.covers(told)) {
            waning = false;
        } else if (!waning) {
            waning = true;
            waningSince = nanos;
        }
        boolean patient = waning && nanos - waningSince < graceNanos;
        Standing next = patient ? told.and(now) : now;
        waning = patient;
        boolean changed = !next.equals(told);
        told = next;
        return changed;
    }

    private Standing standing(Living living) {
        return Standing.on(Optional.ofNullable(sighting).stream()
                .flatMap(known -> known.sessions().stream())
                .filter(session -> living.mayInclude(session.holder()))
                .map(SessionAddress::platform)
                .collect(Collectors.toSet()));
    }

    /** What those who watch are told: who is online was seen just now. */
    UserPresence presence() {
        long known = sighting == null ? 0 : sighting.lastSeenMs();
        return told.of(user, told.isOnline() ? Math.max(known, seenAtMs) : known);
    }
}
