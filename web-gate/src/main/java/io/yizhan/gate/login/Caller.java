package io.yizhan.gate.login;

import io.yizhan.access.TokenGrant;
import io.yizhan.identity.UserId;

/**
 * Who makes a request, by its bearer token. A controller that names one as its parameter needs a user.
 *
 * @param token as it came; never printed
 * @param grant what it is good for
 */
public record Caller(String token, TokenGrant grant) {
    public UserId user() {
        return grant.user();
    }

    @Override
    public String toString() {
        return "Caller[" + grant.user() + ", " + grant.device() + "]";
    }
}
