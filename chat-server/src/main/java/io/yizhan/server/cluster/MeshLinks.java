package io.yizhan.server.cluster;

import io.netty.channel.EventLoopGroup;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;

/**
 * Makes the links of the mesh.
 *
 * @param loops NIO event loops, each of which keeps its share of the links
 * @param queueBytes bound of what waits for one peer
 */
record MeshLinks(MeshDialler dialler, EventLoopGroup loops, int queueBytes) implements OutgoingLink.Maker {
    @Override
    public boolean reaches(NodeEndpoint endpoint) {
        return endpoint.hasMesh();
    }

    @Override
    public OutgoingLink link(Incarnation peer, NodeEndpoint endpoint) {
        return new WorkerReSender(peer, endpoint, dialler, loops.next(), queueBytes);
    }
}
