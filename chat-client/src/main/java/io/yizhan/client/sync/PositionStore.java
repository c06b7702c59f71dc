package io.yizhan.client.sync;

import java.util.Map;

/**
 * What one device of one user must remember so that it can continue where it was: how far each conversation was shown,
 * and which client message ids may be used up. Called from two threads (callbacks and senders), never from an event
 * loop; may block. Failures are unchecked and reach the listener's {@code onError}.
 */
public interface PositionStore {
    /** All positions by conversation id. */
    Map<String, Long> positions();

    /** Remembers that everything up to {@code seq} was shown. May be smaller than before when a cluster began anew. */
    void savePosition(String conversationId, long seq);

    /** The ceiling last reserved, or 0: every id that was used is smaller. */
    long reservedMessageIds();

    /** Notes that ids below {@code ceiling} may be used from now on; called before the first of them is. */
    void reserveMessageIds(long ceiling);
}
