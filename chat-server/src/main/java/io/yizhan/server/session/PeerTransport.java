package io.yizhan.server.session;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.SessionTarget;
import java.util.List;

/**
 * Brings batches to other workers. Nothing is promised but effort: a batch may be lost or come late, never doubled by a
 * reconnect into a session that saw it (clients order by number and drop repeats). Safe from any thread, never blocks.
 */
public interface PeerTransport {
    /** Hands the batch to the link to {@code node}; false if there is no such link, or its queue is full. */
    boolean send(NodeId node, PeerBatch batch);

    /** Takes what other workers say. Called on the link's event loop; must not block. */
    interface Receiver {
        /** Takes a batch for sessions here and returns those targets that are not here. */
        List<SessionTarget> receive(NodeId from, PeerBatch batch);

        /** Another worker answered that these sessions are not there: what the registry says of them is stale. */
        void notHere(Incarnation by, List<SessionTarget> targets);
    }
}
