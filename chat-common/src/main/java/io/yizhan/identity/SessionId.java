package io.yizhan.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** Names one login of one device on one connection, cluster-wide and for ever: 128 random bits, URL-safe base 64. */
public record SessionId(String value) {
    private static final int BYTES = 16;

    /** @throws IllegalArgumentException for an empty value */
    public SessionId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("A session id is not empty");
        }
    }

    /** A fresh id. */
    public static SessionId random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new SessionId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
