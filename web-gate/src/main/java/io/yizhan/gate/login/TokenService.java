package io.yizhan.gate.login;

import io.yizhan.access.RevocationFeed;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.gate.config.TokenConfig;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Clock;
import org.springframework.stereotype.Service;

/** Gives out login tokens, renews and kills them. Blocks for Redis. */
@Service
final class TokenService {
    private final TokenStore tokens;
    private final RevocationFeed revocations;
    private final TokenConfig config;
    private final Clock clock;

    TokenService(TokenStore tokens, RevocationFeed revocations, TokenConfig config, Clock clock) {
        this.tokens = tokens;
        this.revocations = revocations;
        this.config = config;
        this.clock = clock;
    }

    IssuedToken issue(UserId user, DeviceId device, int platform) {
        long now = clock.millis();
        long expires = now + config.ttl().toMillis();
        return new IssuedToken(tokens.issue(new TokenGrant(user, device, platform, now, expires)), expires);
    }

    /** The caller's own token, or a fresh one past half its life; the old one stays good until it expires. */
    IssuedToken renew(Caller caller) {
        TokenGrant grant = caller.grant();
        long halfLife = grant.issuedAtMs() + (grant.expiresAtMs() - grant.issuedAtMs()) / 2;
        return clock.millis() > halfLife
                ? issue(grant.user(), grant.device(), grant.platform())
                : new IssuedToken(caller.token(), grant.expiresAtMs());
    }

    /**
     * Kills all tokens of the caller's device, or the session that is kicked for one of them would be back with
     * another. The word goes out last, so that a device that hears it finds its token dead.
     */
    void revoke(Caller caller) {
        TokenGrant grant = caller.grant();
        tokens.revoke(grant.user(), grant.device());
        tokens.revoke(caller.token());
        revocations.announce(grant.user(), grant.device());
    }
}
