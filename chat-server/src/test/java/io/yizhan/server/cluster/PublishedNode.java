package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.MeshConfig;
import java.time.Duration;

/** A worker that is nothing but what it publishes and hears. */
final class PublishedNode implements PeerNode.Linked {
    final FaultyChannels channels;
    final PublishedPeers peers;
    private final MemoryMembership membership;
    private final MeshNode.Inbox inbox = new MeshNode.Inbox();

    PublishedNode(MemoryNodes nodes, MeshConfig config, PeerChannels carrier) {
        this.channels = new FaultyChannels(carrier);
        this.membership = new MemoryMembership(nodes);
        this.peers = new PublishedPeers(channels, config, membership::self, nodes::isAlive, inbox);
        membership.onNewLife(life -> {
            peers.entrance().begin();
            peers.router().newLife(life);
        });
        peers.entrance().start();
        membership.join(new NodeEndpoint("127.0.0.1", 1, peers.entrance().port()), Duration.ZERO);
        peers.entrance().begin();
        nodes.listen(peers.router());
    }

    @Override
    public MemoryMembership membership() {
        return membership;
    }

    @Override
    public WorkerRouter router() {
        return peers.router();
    }

    @Override
    public MeshNode.Inbox inbox() {
        return inbox;
    }

    @Override
    public Runnable goDark() {
        channels.lose(bytes -> true);
        return () -> channels.lose(bytes -> false);
    }

    @Override
    public void close() {
        peers.router().close();
        membership.close();
        peers.entrance().close();
    }
}
