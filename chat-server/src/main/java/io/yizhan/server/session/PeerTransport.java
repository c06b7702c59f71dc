package io.yizhan.server.session;

import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;

/**
 * Brings batches to other workers. Nothing is promised but effort: a batch may be lost or come late, never doubled by a
 * reconnect into a session that saw it (clients order by number and drop repeats). Safe from any thread, never blocks.
 */
public interface PeerTransport {
    /** Hands the batch to the link to {@code node}; false if there is no such link, or its queue is full. */
    boolean send(NodeId node, PeerBatch batch);

    /** Takes what other workers send; called on the link's event loop, must not block. */
    interface Receiver {
        void receive(NodeId from, PeerBatch batch);
    }
}
