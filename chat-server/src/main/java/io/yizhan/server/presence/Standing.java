package io.yizhan.server.presence;

import chat.v2.UserPresence;
import io.yizhan.identity.UserId;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Where a user has devices logged in. Online is who has one.
 *
 * @param platforms the numbers of {@code chat.v2.Platform}, ascending
 */
record Standing(SortedSet<Integer> platforms) {
    static final Standing OFFLINE = new Standing(new TreeSet<>());

    boolean isOnline() {
        return !platforms.isEmpty();
    }

    /** Whether nothing is missing that {@code other} has. */
    boolean covers(Standing other) {
        return platforms.containsAll(other.platforms);
    }

    Standing and(Standing other) {
        SortedSet<Integer> both = new TreeSet<>(platforms);
        both.addAll(other.platforms);
        return new Standing(both);
    }

    static Standing on(Set<Integer> platforms) {
        return new Standing(new TreeSet<>(platforms));
    }

    UserPresence of(UserId user, long lastSeenMs) {
        return UserPresence.newBuilder()
                .setUserId(user.value())
                .setOnline(isOnline())
                .addAllPlatformsValue(platforms)
                .setLastSeenMs(lastSeenMs)
                .build();
    }
}
