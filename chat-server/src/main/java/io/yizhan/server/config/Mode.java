package io.yizhan.server.config;

/** What a worker stands on. */
public enum Mode {
    /** The middleware that its settings name, together with other workers. */
    CLUSTER,
    /** Nothing: alone, with everything in memory. */
    STANDALONE
}
