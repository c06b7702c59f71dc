package io.yizhan.server.session;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.SessionTarget;
import java.util.List;

/**
 * Brings batches to other workers. Nothing is promised but effort: a batch may be lost, come late, or come twice after
 * a reconnect; a session's window drops the repeat, by conversation and number. Safe from any thread, never blocks.
 */
public interface PeerTransport {
    /**
     * Hands the batch to the link to {@code node}; false if there is no such link, or its queue is full. Then the heads
     * of the messages are named to their sessions once there is room.
     */
    boolean send(NodeId node, PeerBatch batch);

    /** Takes what other workers say. Called on the link's event loop; must not block. */
    interface Receiver {
        /** Takes a batch for sessions here and returns those targets that are not here. */
        List<SessionTarget> receive(NodeId from, PeerBatch batch);

        /** Another worker answered that these sessions are not there: what the registry says of them is stale. */
        void notHere(Incarnation by, List<SessionTarget> targets);
    }
}
