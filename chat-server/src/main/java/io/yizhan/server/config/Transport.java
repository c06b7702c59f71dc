package io.yizhan.server.config;

/** What carries batches from one worker to another; the same on every worker of a cluster. */
public enum Transport {
    /** Connections between the workers. */
    MESH,
    /** Redis publish and subscribe, on a channel of each worker. */
    REDIS
}
