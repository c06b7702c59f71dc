package io.yizhan.server.cluster;

/** Where what other workers send comes in. Methods may block; not for event loops. */
public interface PeerEntrance extends AutoCloseable {
    /** Gets ready, before this worker is announced. */
    void start();

    /** What others are to dial, or {@link io.yizhan.discovery.NodeEndpoint#NO_MESH} if they dial nothing. */
    int port();

    /** This worker has begun a life, its first or another; what was meant for a former one is taken no more. */
    void begin();

    @Override
    void close();
}
