package io.yizhan.server.cluster;

import static io.yizhan.server.cluster.PeerTransportContract.batch;
import static io.yizhan.server.cluster.PeerTransportContract.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.MeshConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is the mesh's own, besides {@link MeshPeersIT}. */
class MeshIT {
    static final Duration TIMEOUT = Duration.ofSeconds(20);
    static final MeshConfig PATIENT = MeshNode.config(Duration.ofSeconds(10), 16 << 20);
    static final MeshConfig QUICK = MeshNode.config(Duration.ofMillis(600), 1 << 20);

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final MemoryNodes nodes = new MemoryNodes();
    private final List<MeshNode> opened = new ArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(MeshNode::close);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void cutsAPeerThatAcceptsAndNeverAnswers_andKeepsWithinTheBound() throws Exception {
        try (var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            mute.setSoTimeout((int) TIMEOUT.toMillis());
            MeshNode a = node(QUICK);
            Incarnation peer = nodes.register(new NodeEndpoint("127.0.0.1", 1, mute.getLocalPort()), 0, NodeState.UP);
            try (Socket first = mute.accept()) {
                first.setSoTimeout(3_000);
                assertThat(first.getInputStream().read()).isEqualTo(-1); // cut, not a byte sent
            }

            int taken = 0;
            while (a.router.send(peer.node(), batch(taken, 10_000))) {
                taken++;
            }

            assertThat(taken).isBetween(90, 110);
            LinkStatus link = a.router.links().get(0);
            assertThat(link.queuedBytes()).isLessThanOrEqualTo(QUICK.queueBytes());
            assertThat(link.dropped()).isOne();
            mute.accept().close(); // it dials again
        }
    }

    @Test
    void linksBothWaysUnderTheNewName_whenANewLifeBegins() {
        MeshNode a = node(QUICK);
        MeshNode b = node(QUICK);
        MeshNode c = node(QUICK);
        awaitLinks(a, b, c);
        NodeId before = b.id();

        b.membership.expire();

        assertThat(b.id()).isNotEqualTo(before);
        awaitLinks(a, b, c);
        a.router.send(b.id(), batch(1));
        b.router.send(c.id(), batch(2));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(b)).containsExactly(1));
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(numbers(c)).containsExactly(2));
        assertThat(c.inbox.senders).containsExactly(b.id());
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(a.router.links()).hasSize(2).noneMatch(LinkStatus::suspect));
        assertThat(b.router.links()).hasSize(2);
    }

    @Test
    void neverLinks_whenTheSecretsDiffer() {
        MeshNode a = node(QUICK);
        MeshNode stranger = node(new MeshConfig(
                "127.0.0.1", 0, "another secret, another secret, another secret", 1 << 20, QUICK.pingTimeout()));

        await().atMost(TIMEOUT)
                .until(() -> a.listener().refused() > 1 && stranger.listener().refused() > 1);

        assertThat(a.isLinkedTo(stranger)).isFalse();
        assertThat(stranger.isLinkedTo(a)).isFalse();
    }

    private MeshNode node(MeshConfig config) {
        var node = new MeshNode(nodes, loops, config);
        opened.add(node);
        return node;
    }

    static void awaitLinks(MeshNode... all) {
        for (MeshNode one : all) {
            for (MeshNode other : all) {
                if (one != other) {
                    await().atMost(TIMEOUT).until(() -> one.isLinkedTo(other));
                }
            }
        }
    }
}
