package io.yizhan.discovery;

/**
 * Where a worker listens, as others are to dial it.
 *
 * @param host name or address that clients and peers can reach
 * @param port of the clients' TCP listener
 * @param meshPort of the listener for other workers, or {@link #NO_MESH} for a node that another program registered and
 *     that takes no part in the mesh
 * @param tls whether clients are to speak TLS there
 */
public record NodeEndpoint(String host, int port, int meshPort, boolean tls) {
    /** Stands for a mesh port that a node does not have. */
    public static final int NO_MESH = 0;

    /** @throws IllegalArgumentException for an empty host or a port out of range */
    public NodeEndpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("A host is not empty");
        }
        check(port);
        if (meshPort != NO_MESH) {
            check(meshPort);
        }
    }

    /** One where clients speak in the clear. */
    public NodeEndpoint(String host, int port, int meshPort) {
        this(host, port, meshPort, false);
    }

    /** Whether other workers can dial this one. */
    public boolean hasMesh() {
        return meshPort != NO_MESH;
    }

    private static void check(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Not a port: " + port);
        }
    }
}
