package io.yizhan.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.NodeId;
import java.time.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.CreateMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeWatchIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SESSION = Duration.ofSeconds(20);

    private final RecordingListener listener = new RecordingListener();
    private TestingServer server;
    private ZooKeeperClient client;
    private NodeWatch watch;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer(InstanceSpec.newInstanceSpec(), true);
        client = new ZooKeeperClient(server.getConnectString(), SESSION);
        client.start(TIMEOUT);
        watch = new NodeWatch(client);
        watch.listen(listener);
    }

    @AfterEach
    void stop() throws Exception {
        watch.close();
        client.close();
        server.close();
    }

    @Test
    void knowsNobody_whenNoWorkerEverStarted() throws Exception {
        watch.start(TIMEOUT);

        assertThat(watch.nodes()).isEmpty();
        assertThat(watch.isCurrent()).isTrue();

        create("{\"host\":\"a\",\"port\":1}");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(listener.heard).containsExactly("joined 0"));
    }

    @Test
    void tellsOfNodesInOrder_fromJoinToLeave() throws Exception {
        String path = create("{\"host\":\"a\",\"port\":1,\"balance\":0,\"state\":\"UP\"}");
        watch.start(TIMEOUT);
        assertThat(watch.find(new NodeId(0)).orElseThrow().endpoint())
                .isEqualTo(new NodeEndpoint("a", 1, NodeEndpoint.NO_MESH));

        set(path, "{\"host\":\"a\",\"port\":1,\"balance\":7,\"state\":\"DRAINING\"}");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(listener.heard).hasSize(2));
        curator().delete().forPath(path);

        await().atMost(TIMEOUT)
                .untilAsserted(
                        () -> assertThat(listener.heard).containsExactly("joined 0", "changed 0 7 DRAINING", "left 0"));
        assertThat(watch.nodes()).isEmpty();
    }

    @Test
    void knowsTheIncarnationByItsCzxid() throws Exception {
        String path = create("{\"host\":\"a\",\"port\":1}");
        watch.start(TIMEOUT);

        ImNode node = watch.find(new NodeId(0)).orElseThrow();
        assertThat(node.incarnation().epoch())
                .isEqualTo(curator().checkExists().forPath(path).getCzxid());
        assertThat(watch.isAlive(node.incarnation())).isTrue();
    }

    @Test
    void leavesOutWhatIsNoWorker_untilItBecomesOne() throws Exception {
        create("{\"host\":\"a\",\"port\":1}");
        String broken = create("not a node");
        curator().create().forPath(ClusterPaths.NODES + "/settings", new byte[0]);
        watch.start(TIMEOUT);
        assertThat(watch.nodes()).extracting(ImNode::id).containsExactly(new NodeId(0));

        set(broken, "{\"host\":\"b\",\"port\":2}");

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(listener.heard).containsExactly("joined 0", "joined 1"));
    }

    @Test
    void dropsANode_whenItsDataBecomesUnreadable() throws Exception {
        String path = create("{\"host\":\"a\",\"port\":1}");
        watch.start(TIMEOUT);

        set(path, "{}");

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(listener.heard).containsExactly("joined 0", "left 0"));
    }

    @Test
    void keepsTheLastSnapshot_whileZooKeeperIsAway() throws Exception {
        curator()
                .create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.PERSISTENT_SEQUENTIAL)
                .forPath(path(), "{\"host\":\"a\",\"port\":1}".getBytes(UTF_8));
        watch.start(TIMEOUT);

        server.stop();
        await().atMost(TIMEOUT).until(() -> !watch.isCurrent());
        assertThat(watch.nodes()).hasSize(1);

        server.restart();
        await().atMost(TIMEOUT).until(watch::isCurrent);
        assertThat(watch.nodes()).hasSize(1);
        create("{\"host\":\"b\",\"port\":2}");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(listener.heard).containsExactly("joined 0", "joined 1"));
    }

    @Test
    void tellsALateListenerWhoIsThere() throws Exception {
        create("{\"host\":\"a\",\"port\":1}");
        watch.start(TIMEOUT);

        var late = new RecordingListener();
        watch.listen(late);

        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(late.heard).containsExactly("joined 0"));
    }

    @Test
    void failsToStartInTime_whenZooKeeperIsAway() throws Exception {
        server.stop();

        assertThatThrownBy(() -> watch.start(Duration.ofMillis(200)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(ClusterPaths.NODES);
    }

    private CuratorFramework curator() {
        return client.curator();
    }

    private static String path() {
        return ClusterPaths.NODES + "/" + ClusterPaths.NODE_PREFIX;
    }

    private String create(String data) throws Exception {
        return curator()
                .create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath(path(), data.getBytes(UTF_8));
    }

    private void set(String path, String data) throws Exception {
        curator().setData().forPath(path, data.getBytes(UTF_8));
    }
}
