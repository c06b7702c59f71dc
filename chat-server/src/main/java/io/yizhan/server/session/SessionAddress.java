package io.yizhan.server.session;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;

/**
 * Where one session is, as the registry keeps it: the entry of (user, device). Two addresses are the same session only
 * if all fields are equal; that is what fences late refreshes and removals.
 *
 * @param user whose session
 * @param device on which device
 * @param platform the number of {@code chat.v2.Platform}
 * @param holder the worker, in this life, that holds the connection
 * @param session the connection
 * @param epoch given by the registry, ascending per user: the later login has the larger one
 */
public record SessionAddress(
        UserId user, DeviceId device, int platform, Incarnation holder, SessionId session, long epoch) {
    /** The same session in another life of its worker. */
    public SessionAddress heldBy(Incarnation next) {
        return new SessionAddress(user, device, platform, next, session, epoch);
    }
}
