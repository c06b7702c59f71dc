package io.yizhan.server.cluster;

import io.yizhan.identity.Incarnation;

/**
 * One link, for those who look on.
 *
 * @param peer the worker at the other end
 * @param state what the link is doing
 * @param suspect the peer's registration is gone, but its link answered lately
 * @param queuedBytes what waits to be written, or to be confirmed
 * @param dropped batches that found no room, since the link exists
 * @param sent what went to the peer
 */
public record LinkStatus(
        Incarnation peer, State state, boolean suspect, long queuedBytes, long dropped, LinkTraffic sent) {
    /** What a link is doing. */
    public enum State {
        CONNECTING,
        UP,
        CLOSED
    }
}
