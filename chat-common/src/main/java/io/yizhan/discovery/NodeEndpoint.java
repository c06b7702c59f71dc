package io.yizhan.discovery;

/**
 * Where a worker listens, as others are to dial it.
 *
 * @param host name or address that clients and peers can reach
 * @param port of the clients' TCP listener
 * @param meshPort of the listener for other workers
 */
public record NodeEndpoint(String host, int port, int meshPort) {
    /** @throws IllegalArgumentException for an empty host or a port out of range */
    public NodeEndpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("A host is not empty");
        }
        check(port);
        check(meshPort);
    }

    private static void check(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Not a port: " + port);
        }
    }
}
