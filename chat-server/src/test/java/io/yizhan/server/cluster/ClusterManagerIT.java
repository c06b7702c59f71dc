package io.yizhan.server.cluster;

import static io.yizhan.server.cluster.ZooKeeperExtension.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.settings.ZooKeeperClusterSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterManagerIT {
    private static final MeshConfig MESH = MeshNode.config(Duration.ofSeconds(2), 1 << 20);

    @RegisterExtension
    final ZooKeeperExtension zookeeper = new ZooKeeperExtension();

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final List<Worker> opened = new ArrayList<>();

    @AfterEach
    void stop() {
        opened.forEach(worker -> {
            worker.manager.close();
            worker.client.close();
        });
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void growsWhenAWorkerJoins_andForgetsItWhenItStops() throws Exception {
        Worker a = start();
        Worker b = start();
        awaitLinks(a, b);

        Worker c = start();
        awaitLinks(a, b, c);
        c.manager.close();

        await().atMost(TIMEOUT).untilAsserted(() -> {
            assertThat(a.router.links()).hasSize(1);
            assertThat(b.router.links()).hasSize(1);
            assertThat(a.watch.nodes()).hasSize(2);
        });
        assertDelivers(a, b);
    }

    @Test
    void linksBothWaysAgain_whenASessionExpires() throws Exception {
        Worker a = start();
        Worker b = start();
        awaitLinks(a, b);
        Incarnation before = b.membership.self();

        zookeeper.expireSessionOf(b.client);

        await().atMost(TIMEOUT).until(() -> !b.membership.self().equals(before));
        awaitLinks(a, b);
        assertDelivers(a, b);
        assertDelivers(b, a);
        assertThat(a.inbox.senders).containsExactly(b.membership.self().node());
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(a.router.links()).hasSize(1));
        assertThat(b.router.links()).hasSize(1);
    }

    @Test
    void keepsItsLinksAndItsName_whileZooKeeperIsAway() throws Exception {
        Worker a = start();
        Worker b = start();
        awaitLinks(a, b);
        Incarnation before = a.membership.self();

        zookeeper.server().stop();
        await().atMost(TIMEOUT).until(() -> !a.watch.isCurrent() && !b.watch.isCurrent());
        assertDelivers(a, b);
        zookeeper.server().restart();
        await().atMost(TIMEOUT).until(() -> a.watch.isCurrent() && b.watch.isCurrent());

        assertThat(a.membership.self()).isEqualTo(before);
        assertDelivers(b, a);
    }

    @Test
    void canBeClosed_whenItCouldNotStart_andWhenItNeverWasStarted() throws Exception {
        Worker never = worker();
        never.manager.close();
        Worker failed = worker();
        failed.client.start(TIMEOUT);
        zookeeper.server().stop();

        assertThatThrownBy(() -> failed.manager.start("127.0.0.1", 1, false, Duration.ofMillis(300)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/im/nodes");
        failed.manager.close();
        assertThat(failed.router.links()).isEmpty();
    }

    private Worker start() throws InterruptedException {
        Worker worker = worker();
        worker.client.start(TIMEOUT);
        worker.manager.start("127.0.0.1", 1, false, TIMEOUT);
        return worker;
    }

    private Worker worker() {
        var worker = new Worker(new ZooKeeperClient(zookeeper.server().getConnectString(), TIMEOUT), loops);
        opened.add(worker);
        return worker;
    }

    private static void awaitLinks(Worker... all) {
        for (Worker one : all) {
            for (Worker other : all) {
                if (one != other) {
                    await().atMost(TIMEOUT)
                            .until(() -> one.router.links().stream()
                                    .anyMatch(link -> link.peer().equals(other.membership.self())
                                            && link.state() == LinkStatus.State.UP));
                }
            }
        }
    }

    private static void assertDelivers(Worker from, Worker to) {
        int before = to.inbox.batches.size();
        var batch =
                PeerBatch.newBuilder().addEvents(PeerEvent.getDefaultInstance()).build();
        assertThat(from.router.send(to.membership.self().node(), batch)).isTrue();
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(to.inbox.batches).hasSize(before + 1));
    }

    private static final class Worker {
        final MeshNode.Inbox inbox = new MeshNode.Inbox();
        final ZooKeeperClient client;
        final NodeWatch watch;
        final ImWorker membership;
        final WorkerRouter router;
        final ClusterManager manager;

        Worker(ZooKeeperClient client, EventLoopGroup loops) {
            this.client = client;
            this.watch = new NodeWatch(client);
            this.membership = new ImWorker(client);
            this.router = new WorkerRouter(MESH, membership::self, inbox, loops);
            var listener = new PeerListener(
                    MESH, membership::self, peer -> watch.isAlive(peer) || router.knows(peer), inbox, loops);
            this.manager = new ClusterManager(
                    watch, new ZooKeeperClusterSettings(client, List.of()), listener, membership, router);
        }
    }
}
