package io.yizhan.client;

/**
 * Where a client is logged in.
 *
 * @param id of the worker, 0 or more
 * @param sessionId names this connection, cluster-wide
 */
public record ConnectedNode(long id, String host, int port, String sessionId) {}
