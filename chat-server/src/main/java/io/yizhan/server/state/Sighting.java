package io.yizhan.server.state;

import io.yizhan.server.session.SessionAddress;
import java.util.List;

/**
 * What the registry says of one user.
 *
 * @param sessions whose leases run, also those of workers that are gone: whoever looks again later judges then
 * @param lastSeenMs when a device of the user was there last, as far as that is known, in epoch ms; 0 for a user who
 *     never was, or not for long
 */
public record Sighting(List<SessionAddress> sessions, long lastSeenMs) {
    public Sighting {
        sessions = List.copyOf(sessions);
    }
}
