package io.yizhan.server.cluster;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.yizhan.server.config.MeshConfig;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class MeshPeersIT extends LinkedPeersContract {
    private static EventLoopGroup loops;

    @BeforeAll
    static void open() {
        loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    }

    @AfterAll
    static void end() {
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Override
    PeerNode.Linked newNode(MeshConfig config) {
        return new MeshNode(nodes, loops, config);
    }
}
