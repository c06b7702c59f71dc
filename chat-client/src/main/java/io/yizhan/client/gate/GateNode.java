package io.yizhan.client.gate;

import org.jspecify.annotations.Nullable;

/**
 * The worker that the gate chose.
 *
 * @param id 0 or more
 * @param tls whether host and port speak TLS
 * @param wsUrl where it listens for WebSocket; null when it does not
 */
public record GateNode(
        long id,
        String host,
        int port,
        boolean tls,
        @Nullable String wsUrl) {}
