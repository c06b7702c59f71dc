package io.yizhan.server.cluster;

import static io.yizhan.server.cluster.ZooKeeperExtension.TIMEOUT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ImWorkerIT {
    private static final NodeEndpoint HERE = new NodeEndpoint("127.0.0.1", 7000, 7100);

    @RegisterExtension
    final ZooKeeperExtension zookeeper = new ZooKeeperExtension();

    private ZooKeeperClient client;
    private CuratorFramework observer;
    private ImWorker worker;

    @BeforeEach
    void start() throws Exception {
        client = zookeeper.newClient();
        observer = zookeeper.newClient().curator();
        worker = new ImWorker(client);
    }

    @AfterEach
    void stop() {
        worker.close();
    }

    @Test
    void showsTheNodeTheContractDescribes_andTakesItAway() throws Exception {
        Incarnation life = worker.join(HERE, TIMEOUT);

        String path = ClusterPaths.NODES + "/seq-0000000000";
        Stat stat = observer.checkExists().forPath(path);
        assertThat(life).isEqualTo(new Incarnation(new NodeId(0), stat.getCzxid()));
        assertThat(worker.self()).isEqualTo(life);
        assertThat(stat.getEphemeralOwner()).isNotZero();
        assertThat(data(path))
                .isEqualTo("{\"host\":\"127.0.0.1\",\"port\":7000,\"meshPort\":7100,\"balance\":0,\"state\":\"UP\"}");
        assertThat(observer.checkExists().forPath(ClusterPaths.NODES).getEphemeralOwner())
                .isZero();

        worker.close();
        assertThat(children()).isEmpty();
    }

    @Test
    void writesAtMostTwiceASecond_howeverOftenTheLoadChanges() throws Exception {
        worker.join(HERE, TIMEOUT);
        long began = System.nanoTime();

        for (int sessions = 1; sessions <= 1_000; sessions++) {
            worker.report(sessions);
        }
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"balance\":1000,"));
        for (int sessions = 1_000; sessions >= 0; sessions--) {
            worker.report(sessions);
        }
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"balance\":0,"));

        double seconds = (System.nanoTime() - began) / 1e9;
        int writes = observer.checkExists().forPath(onlyPath()).getVersion();
        assertThat(writes).isPositive().isLessThanOrEqualTo((int) (2 * seconds) + 1);
    }

    @Test
    void writesNothing_whenNothingChanged() throws Exception {
        worker.join(HERE, TIMEOUT);

        worker.report(0);
        worker.report(5);
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"balance\":5,"));
        worker.report(5);
        worker.drain();
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"state\":\"DRAINING\""));

        assertThat(observer.checkExists().forPath(onlyPath()).getVersion()).isEqualTo(2);
    }

    @Test
    void saysWhetherItIsReady_untilItDrains() throws Exception {
        worker.join(HERE, TIMEOUT);
        assertThat(worker.unregistered()).isZero();

        worker.ready(false);
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"state\":\"DRAINING\""));
        worker.ready(true);
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"state\":\"UP\""));
        worker.drain();
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"state\":\"DRAINING\""));
        worker.ready(false);
        worker.ready(true);
        worker.report(7);

        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"balance\":7,"));
        assertThat(data(onlyPath())).contains("\"state\":\"DRAINING\"");
    }

    @Test
    void saysWhenOthersCanSeeThatItDrains() throws Exception {
        worker.join(HERE, TIMEOUT);
        worker.report(3);

        worker.drain().toCompletableFuture().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(data(onlyPath())).contains("\"balance\":3,\"state\":\"DRAINING\"");

        worker.drain()
                .toCompletableFuture()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS); // again, with nothing to say
    }

    @Test
    void doesNotSayThatItDrains_whileZooKeeperCannotBeReached() throws Exception {
        worker.join(HERE, TIMEOUT);
        zookeeper.server().stop();

        CompletableFuture<Void> told = worker.drain().toCompletableFuture();
        await().during(Duration.ofSeconds(1)).until(() -> !told.isDone());
        zookeeper.server().restart();

        told.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(data(onlyPath())).contains("\"state\":\"DRAINING\"");
    }

    @Test
    void beginsANewLifeWithItsLoad_whenTheSessionExpires() throws Exception {
        Incarnation first = worker.join(HERE, TIMEOUT);
        List<Incarnation> lives = new CopyOnWriteArrayList<>();
        worker.onNewLife(lives::add);
        worker.report(42);
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"balance\":42,"));

        zookeeper.expireSessionOf(client);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(lives).hasSize(1));
        Incarnation second = worker.self();
        assertThat(lives).containsExactly(second);
        assertThat(second.node()).isNotEqualTo(first.node());
        assertThat(second.epoch()).isGreaterThan(first.epoch());
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(children()).containsExactly(name(second)));
        assertThat(data(onlyPath())).contains("\"balance\":42,");

        worker.report(43);
        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"balance\":43,"));
    }

    @Test
    void keepsItsLife_whenOnlyTheConnectionWasLost() throws Exception {
        Incarnation life = worker.join(HERE, TIMEOUT);

        zookeeper.server().stop();
        worker.report(9);
        zookeeper.server().restart();

        await().atMost(TIMEOUT).until(() -> data(onlyPath()).contains("\"balance\":9,"));
        assertThat(worker.self()).isEqualTo(life);
        assertThat(children()).containsExactly(name(life));
    }

    @Test
    void beginsANewLife_whenSomeoneDeletesItsNode() throws Exception {
        Incarnation first = worker.join(HERE, TIMEOUT);

        observer.delete().forPath(onlyPath());
        worker.report(1);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(worker.self()).isNotEqualTo(first));
        assertThat(children()).containsExactly(name(worker.self()));
    }

    @Test
    void takesOverWhatItsSessionCreatedUnheard_insteadOfLeavingATwin() throws Exception {
        for (int twin = 0; twin < 2; twin++) {
            client.curator()
                    .create()
                    .creatingParentsIfNeeded()
                    .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                    .forPath(ClusterPaths.NODES + "/seq-", "{}".getBytes(UTF_8));
        }

        Incarnation life = worker.join(HERE, TIMEOUT);

        assertThat(life.node()).isEqualTo(new NodeId(1));
        assertThat(children()).containsExactly("seq-0000000001");
        assertThat(data(onlyPath())).contains("\"port\":7000");
    }

    @Test
    void takesTheNextNumber_whenALiveWorkerHasTheSameIdModulo1024() throws Exception {
        String other = observer.create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath(ClusterPaths.NODES + "/seq-", "{}".getBytes(UTF_8));
        for (int number = 1; number < 1_024; number++) {
            observer.delete()
                    .forPath(observer.create()
                            .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                            .forPath(ClusterPaths.NODES + "/seq-"));
        }

        Incarnation life = worker.join(HERE, TIMEOUT);

        assertThat(life.node()).isEqualTo(new NodeId(1_025));
        assertThat(children()).containsExactlyInAnyOrder(other.substring(other.lastIndexOf('/') + 1), name(life));
    }

    @Test
    void saysThatItCouldNotJoin_whenZooKeeperIsAway() throws Exception {
        zookeeper.server().stop();

        assertThatThrownBy(() -> worker.join(HERE, Duration.ofMillis(300)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Not registered within PT0.3S: /im/nodes");
    }

    private List<String> children() throws Exception {
        return observer.getChildren().forPath(ClusterPaths.NODES);
    }

    private String onlyPath() throws Exception {
        return ClusterPaths.NODES + "/" + children().get(0);
    }

    private String data(String path) throws Exception {
        return new String(observer.getData().forPath(path), UTF_8);
    }

    private static String name(Incarnation life) {
        return "seq-%010d".formatted(life.node().value());
    }
}
