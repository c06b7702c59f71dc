package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Optional;
import java.util.Set;

/**
 * The login tokens: 256 random bits, opaque, kept only as SHA-256 until they expire or are revoked. Calls block for a
 * few round trips; never on an event loop. A store that cannot be reached throws an unchecked exception.
 */
public interface TokenStore {
    /** Makes a token for {@code grant} and keeps its hash until {@code grant.expiresAtMs()}. */
    String issue(TokenGrant grant);

    /** What the token is good for; empty if it is malformed, unknown, expired or revoked. */
    Optional<TokenGrant> find(String token);

    /**
     * Binds a token that was issued for any device to this one; of several at once the first wins. One that is bound
     * stays as it is.
     *
     * @return what it is good for now; empty as with {@link #find}
     */
    Optional<TokenGrant> bind(String token, DeviceId device, int platform);

    /** Kills the token at once. Whoever holds a live session by it is told by {@link RevocationFeed}. */
    void revoke(String token);

    /** Kills all tokens of one device of {@code user}. */
    void revoke(UserId user, DeviceId device);

    /** As {@link #revokeAll}, but for this one. */
    Set<DeviceId> revokeOthers(UserId user, String token);

    /**
     * Kills all tokens of {@code user} and returns the devices that had one that may still have been good. A token that
     * is issued meanwhile is killed as well, or all that were there before are dead by the time its issuer has it: so
     * who issues one on the strength of another looks at that one again afterwards.
     */
    Set<DeviceId> revokeAll(UserId user);
}
