package io.yizhan.server.cluster;

import static io.yizhan.server.cluster.MeshIT.PATIENT;
import static io.yizhan.server.cluster.MeshIT.QUICK;
import static io.yizhan.server.cluster.MeshIT.TIMEOUT;
import static io.yizhan.server.cluster.MeshIT.awaitLinks;
import static io.yizhan.server.cluster.PeerTransportContract.batch;
import static io.yizhan.server.cluster.PeerTransportContract.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.yizhan.embedded.fault.Direction;
import io.yizhan.embedded.fault.FaultProxy;
import io.yizhan.embedded.fault.Toxic;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.MeshConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a link does about batches that did not arrive. */
class MeshRecoveryIT {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final MemoryNodes nodes = new MemoryNodes();
    private final List<MeshNode> opened = new ArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(MeshNode::close);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void sendsWhatWaited_whenThePeerIsBack() {
        MeshNode a = node(PATIENT);
        MeshNode b = node(PATIENT);
        awaitLinks(a, b);

        Runnable comeBack = b.goDark();
        await().atMost(TIMEOUT).until(() -> !a.isLinkedTo(b));
        for (int number = 0; number < 50; number++) {
            assertThat(a.router.send(b.id(), batch(number))).isTrue();
        }
        comeBack.run();

        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(numbers(b))
                        .isEqualTo(IntStream.range(0, 50).boxed().toList()));
        awaitLinks(a, b);
    }

    @Test
    void sendsAgain_whatThePeerDidNotConfirm() throws Exception {
        MeshNode b = new MeshNode(nodes, loops, QUICK);
        opened.add(b);
        try (FaultProxy toB = FaultProxy.to(b.listener().port())) {
            b.advertise(toB.port());
            MeshNode a = node(QUICK);
            awaitLinks(a, b);
            toB.poison(Direction.TO_TARGET, new Toxic.Silence());
            for (int number = 0; number < 20; number++) {
                assertThat(a.router.send(b.id(), batch(number))).isTrue();
            }
            await().atMost(TIMEOUT).until(() -> !a.isLinkedTo(b));
            assertThat(b.inbox.batches).isEmpty();

            toB.heal();

            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(numbers(b))
                            .isEqualTo(IntStream.range(0, 20).boxed().toList()));
            await().atMost(TIMEOUT)
                    .untilAsserted(() ->
                            assertThat(a.router.links().get(0).queuedBytes()).isZero());
        }
    }

    @Test
    void cutsAPeerThatFreezes_withoutDelayToOthers_andDrainsWhenItThaws() throws Exception {
        EventLoopGroup own = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            MeshNode a = node(QUICK);
            MeshNode b = node(QUICK);
            MeshNode frozen = new MeshNode(nodes, own, QUICK);
            opened.add(frozen);
            awaitLinks(a, b, frozen);
            var thaw = new CountDownLatch(1);
            frozen.inbox.onReceive = () -> awaitQuietly(thaw);

            a.router.send(frozen.id(), batch(0));
            long began = System.nanoTime();
            await().atMost(TIMEOUT).until(() -> !a.isLinkedTo(frozen));
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
            a.router.send(b.id(), batch(1));
            await().atMost(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(numbers(b)).containsExactly(1));
            a.router.send(frozen.id(), batch(2));

            thaw.countDown();
            await().atMost(TIMEOUT)
                    .untilAsserted(() -> assertThat(numbers(frozen)).endsWith(2));
            // not confirmed before the cut, so it comes again; a session's window drops it
            assertThat(numbers(frozen)).startsWith(0).containsOnly(0, 2);
        } finally {
            opened.forEach(MeshNode::close);
            own.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private MeshNode node(MeshConfig config) {
        var node = new MeshNode(nodes, loops, config);
        opened.add(node);
        return node;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("Never thawed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
