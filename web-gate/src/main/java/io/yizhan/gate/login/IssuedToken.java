package io.yizhan.gate.login;

/**
 * A token for its client.
 *
 * @param token never printed
 * @param expiresAtMs Unix epoch milliseconds
 */
public record IssuedToken(String token, long expiresAtMs) {
    @Override
    public String toString() {
        return "IssuedToken[expiresAtMs=" + expiresAtMs + "]";
    }
}
