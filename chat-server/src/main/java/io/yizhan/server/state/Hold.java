package io.yizhan.server.state;

import io.yizhan.identity.DeviceId;
import io.yizhan.server.session.SessionAddress;

/** Whether a session still has its place when its worker asks. */
public sealed interface Hold {
    /** It has, at this address. */
    record Kept(SessionAddress address) implements Hold {}

    /** Another login has taken it. */
    record Displaced(DeviceId by) implements Hold {}
}
