package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What a token is good for.
 *
 * @param user who logged in
 * @param device the only device that may use it; null until a first one has, for a token that was issued for any
 * @param platform the number of {@code chat.v2.Platform} that it was issued for; 0 as long as there is no device
 * @param issuedAtMs Unix epoch milliseconds
 * @param expiresAtMs Unix epoch milliseconds
 */
public record TokenGrant(UserId user, @Nullable DeviceId device, int platform, long issuedAtMs, long expiresAtMs) {
    /** Good for whichever device of {@code user} uses it first. */
    public static TokenGrant unbound(UserId user, long issuedAtMs, long expiresAtMs) {
        return new TokenGrant(user, null, 0, issuedAtMs, expiresAtMs);
    }

    TokenGrant boundTo(DeviceId first, int on) {
        return new TokenGrant(user, first, on, issuedAtMs, expiresAtMs);
    }
}
