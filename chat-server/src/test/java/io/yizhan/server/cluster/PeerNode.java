package io.yizhan.server.cluster;

import io.yizhan.identity.NodeId;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.session.PeerTransport;

/** A worker that is nothing but its ways to others: membership in memory, whatever carries the batches. */
interface PeerNode extends AutoCloseable {
    MemoryMembership membership();

    PeerTransport transport();

    MeshNode.Inbox inbox();

    default NodeId id() {
        return membership().self().node();
    }

    @Override
    void close();

    /** One whose ways are links of a router. */
    interface Linked extends PeerNode {
        WorkerRouter router();

        /** Hears nothing from others, without a word, until the returned action is run. */
        Runnable goDark();

        @Override
        default PeerTransport transport() {
            return router();
        }

        default boolean isLinkedTo(PeerNode other) {
            return router().links().stream()
                    .anyMatch(link ->
                            link.peer().equals(other.membership().self()) && link.state() == LinkStatus.State.UP);
        }

        /** What went to the other one. */
        default LinkTraffic sentTo(PeerNode other) {
            return linkTo(other).sent();
        }

        default LinkStatus linkTo(PeerNode other) {
            return router().links().stream()
                    .filter(link -> link.peer().equals(other.membership().self()))
                    .findAny()
                    .orElseThrow();
        }
    }
}
