package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.cluster.memory.MemoryPeers;
import io.yizhan.server.session.PeerTransport;
import java.time.Duration;

class MemoryPeersTest extends PeerTransportContract {
    private final MemoryPeers peers = new MemoryPeers(Runnable::run);

    @Override
    PeerNode newNode() {
        MemoryMembership membership = new MemoryMembership(nodes);
        MeshNode.Inbox inbox = new MeshNode.Inbox();
        PeerTransport transport = peers.join(membership::self, inbox);
        membership.join(new NodeEndpoint("127.0.0.1", 1, NodeEndpoint.NO_MESH), Duration.ZERO);
        return new MemoryNode(membership, transport, inbox);
    }

    private record MemoryNode(MemoryMembership membership, PeerTransport transport, MeshNode.Inbox inbox)
            implements PeerNode {
        @Override
        public void close() {
            membership.close();
        }
    }
}
