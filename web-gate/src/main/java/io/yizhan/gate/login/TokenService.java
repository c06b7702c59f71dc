package io.yizhan.gate.login;

import io.yizhan.access.RevocationFeed;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.gate.config.TokenConfig;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Clock;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Gives out login tokens, renews and kills them. Blocks for Redis. */
@Service
public final class TokenService {
    private final TokenStore tokens;
    private final RevocationFeed revocations;
    private final LoginService logins;
    private final TokenConfig config;
    private final Clock clock;

    TokenService(TokenStore tokens, RevocationFeed revocations, LoginService logins, TokenConfig config, Clock clock) {
        this.tokens = tokens;
        this.logins = logins;
        this.revocations = revocations;
        this.config = config;
        this.clock = clock;
    }

    /** @throws Refusal BAD_CREDENTIALS if the password is not the user's any more */
    IssuedToken issue(ProvenPassword proven, DeviceId device, int platform) {
        long now = clock.millis();
        return confirmed(issue(new TokenGrant(proven.user(), device, platform, now, now + lifeMs())), proven);
    }

    /** As the other, for whichever device of the user's uses it first. */
    IssuedToken issueUnbound(ProvenPassword proven) {
        return confirmed(issueUnbound(proven.user()), proven);
    }

    /** For whichever device of the user's uses it first. */
    public IssuedToken issueUnbound(UserId user) {
        long now = clock.millis();
        return issue(TokenGrant.unbound(user, now, now + lifeMs()));
    }

    /**
     * Whoever changes a password sets it first, then revokes what was issued. So what was issued before the password is
     * looked at here is either revoked there or given up here.
     */
    private IssuedToken confirmed(IssuedToken issued, ProvenPassword proven) {
        if (!logins.isStillRight(proven)) {
            tokens.revoke(issued.token());
            throw LoginService.wrong();
        }
        return issued;
    }

    private IssuedToken issue(TokenGrant grant) {
        return new IssuedToken(tokens.issue(grant), grant.expiresAtMs());
    }

    private long lifeMs() {
        return config.ttl().toMillis();
    }

    /**
     * The caller's own token, or a fresh one past half its life; the old one stays good until it expires.
     *
     * @throws Refusal BAD_TOKEN if the old one was revoked meanwhile, and the fresh one perhaps not
     */
    IssuedToken renew(Caller caller) {
        TokenGrant grant = caller.grant();
        long halfLife = grant.issuedAtMs() + (grant.expiresAtMs() - grant.issuedAtMs()) / 2;
        long now = clock.millis();
        if (now <= halfLife) {
            return new IssuedToken(caller.token(), grant.expiresAtMs());
        }
        IssuedToken fresh = issue(new TokenGrant(grant.user(), grant.device(), grant.platform(), now, now + lifeMs()));
        if (tokens.find(caller.token()).isEmpty()) {
            tokens.revoke(fresh.token());
            throw CallerResolver.badToken();
        }
        return fresh;
    }

    /**
     * Kills all tokens of the caller's device, or the session that is kicked for one of them would be back with
     * another; one that no device has used dies alone. The word goes out last, so that a device that hears it finds its
     * token dead.
     */
    void revoke(Caller caller) {
        tokens.revoke(caller.token());
        DeviceId device = caller.grant().device();
        if (device != null) {
            revoke(caller.user(), device);
        }
    }

    /** As the other, for whichever device of the user. */
    void revoke(UserId user, DeviceId device) {
        tokens.revoke(user, device);
        revocations.announce(user, device);
    }

    /** Kills all tokens of the caller but the one that was shown, and ends the sessions of the other devices. */
    void revokeOthers(Caller caller) {
        Set<DeviceId> devices = tokens.revokeOthers(caller.user(), caller.token());
        devices.stream()
                .filter(device -> !device.equals(caller.grant().device()))
                .forEach(device -> revocations.announce(caller.user(), device));
    }
}
