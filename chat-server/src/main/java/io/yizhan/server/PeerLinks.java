package io.yizhan.server;

import io.netty.channel.EventLoopGroup;
import io.yizhan.discovery.NodeView;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.cluster.PeerEntrance;
import io.yizhan.server.cluster.PeerListener;
import io.yizhan.server.cluster.PublishedPeers;
import io.yizhan.server.cluster.WorkerRouter;
import io.yizhan.server.cluster.redis.RedisPeerChannels;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.session.PeerTransport;
import java.util.function.Supplier;

/** The ways to other workers and from them, over whatever the configuration says. */
record PeerLinks(WorkerRouter router, PeerEntrance entrance) {
    /** Nothing is opened yet; closing both is the caller's. */
    static PeerLinks of(
            ServerConfig config,
            NodeView nodes,
            Supplier<Incarnation> self,
            PeerTransport.Receiver receiver,
            EventLoopGroup loops) {
        return switch (config.transport()) {
            case MESH -> mesh(config, nodes, self, receiver, loops);
            case REDIS -> {
                RedisPeerChannels channels = new RedisPeerChannels(
                        config.redis().uri(), config.redis().timeout());
                PublishedPeers peers = new PublishedPeers(channels, config.mesh(), self, nodes::isAlive, receiver);
                yield new PeerLinks(peers.router(), peers.entrance());
            }
        };
    }

    private static PeerLinks mesh(
            ServerConfig config,
            NodeView nodes,
            Supplier<Incarnation> self,
            PeerTransport.Receiver receiver,
            EventLoopGroup loops) {
        WorkerRouter router = new WorkerRouter(config.mesh(), self, receiver, loops);
        PeerListener listener = new PeerListener(
                config.mesh(), self, life -> nodes.isAlive(life) || router.knows(life), receiver, loops);
        return new PeerLinks(router, listener);
    }
}
