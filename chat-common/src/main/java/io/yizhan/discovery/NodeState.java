package io.yizhan.discovery;

/** Whether a worker takes new sessions. */
public enum NodeState {
    UP,
    /** Serves whom it has, gets nobody new. */
    DRAINING
}
