package io.yizhan.client.gate;

/**
 * A token and the worker to use it at.
 *
 * @param expiresAt Unix epoch milliseconds
 */
public record GateLogin(String userId, String token, long expiresAt, GateNode node) {
    /** Without the token, so that it does not get into a log. */
    @Override
    public String toString() {
        return "GateLogin[userId=" + userId + ", expiresAt=" + expiresAt + ", node=" + node + "]";
    }
}
