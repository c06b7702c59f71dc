package io.yizhan.gate.login;

import io.yizhan.discovery.ImNode;
import org.jspecify.annotations.Nullable;

/**
 * What a client needs to connect.
 *
 * @param token for {@code LoginRequest} and for the gate; never printed
 * @param expiresAt Unix epoch milliseconds
 */
record LoginAnswer(String userId, String token, long expiresAt, Node node) {
    static LoginAnswer of(String userId, IssuedToken token, ImNode node) {
        return new LoginAnswer(userId, token.token(), token.expiresAtMs(), Node.of(node));
    }

    @Override
    public String toString() {
        return "LoginAnswer[" + userId + ", " + node + "]";
    }

    /**
     * The worker to connect to.
     *
     * @param tls whether {@code host:port} speaks TLS
     * @param wsUrl absent where WebSocket is off
     */
    record Node(
            long id,
            String host,
            int port,
            boolean tls,
            @Nullable String wsUrl) {
        static Node of(ImNode node) {
            return new Node(
                    node.id().value(),
                    node.endpoint().host(),
                    node.endpoint().port(),
                    node.endpoint().tls(),
                    null);
        }
    }
}
