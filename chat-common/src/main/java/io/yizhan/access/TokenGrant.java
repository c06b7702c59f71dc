package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;

/**
 * What a token is good for.
 *
 * @param user who logged in
 * @param device the only device that may use it
 * @param platform the number of {@code chat.v2.Platform} that it was issued for
 * @param issuedAtMs Unix epoch milliseconds
 * @param expiresAtMs Unix epoch milliseconds
 */
public record TokenGrant(UserId user, DeviceId device, int platform, long issuedAtMs, long expiresAtMs) {}
