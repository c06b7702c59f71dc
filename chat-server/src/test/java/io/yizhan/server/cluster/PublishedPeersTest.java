package io.yizhan.server.cluster;

import io.yizhan.server.config.MeshConfig;

/** Publications inside one process. */
class PublishedPeersTest extends LinkedPeersContract {
    private final ChannelBus bus = new ChannelBus();

    @Override
    PeerNode.Linked newNode(MeshConfig config) {
        return new PublishedNode(nodes, config, bus.join());
    }
}
