package io.yizhan.server.state;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;

/** A session that asks for its place in the registry; what it becomes when it gets one is a {@code SessionAddress}. */
public record SessionClaim(UserId user, DeviceId device, int platform, Incarnation holder, SessionId session) {}
