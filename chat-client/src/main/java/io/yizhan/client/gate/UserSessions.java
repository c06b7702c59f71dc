package io.yizhan.client.gate;

import java.util.List;

/**
 * Where a user is logged in.
 *
 * @param lastSeenMs Unix epoch milliseconds; 0 if that is not known
 */
public record UserSessions(String userId, boolean online, long lastSeenMs, List<Session> sessions) {
    /**
     * On one device.
     *
     * @param platform by name
     * @param sinceMs Unix epoch milliseconds
     */
    public record Session(String deviceId, String platform, long nodeId, long sinceMs) {}
}
