package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.GateRoll;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.OpenNodes;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.discovery.ZooKeeperUser;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.CredentialsRefusedException;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.settings.SettingCatalog;
import io.yizhan.settings.Strangers;
import io.yizhan.settings.ZooKeeperClusterSettings;
import io.yizhan.settings.ZooKeeperSettingsDesk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.ZooKeeperMain;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.server.auth.DigestAuthenticationProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a cluster with a user leaves in ZooKeeper is that user's alone. */
class ZooKeeperUserIT {
    private static final ZooKeeperUser OURS = new ZooKeeperUser("im", "canary-secret");
    private static final NodeEndpoint HERE = new NodeEndpoint("127.0.0.1", 7000, 7100);
    private static final Duration LIMIT = ZooKeeperExtension.TIMEOUT;

    @RegisterExtension
    final ZooKeeperExtension zookeeper = new ZooKeeperExtension();

    @Test
    void makesEveryNodeItsUsersAlone() throws Exception {
        ZooKeeperClient client = zookeeper.newClient(Optional.of(OURS));
        try (AutoCloseable cluster = cluster(client)) {
            assertThat(tree(client.curator(), ClusterPaths.ROOT)).hasSizeGreaterThanOrEqualTo(10);
            assertOursAlone(client);
        }
    }

    @Test
    void takesOverATreeThatWasEverybodys() throws Exception {
        ZooKeeperClient nobody = zookeeper.newClient();
        ZooKeeperClient ours = zookeeper.newClient(Optional.of(OURS));
        AutoCloseable before = cluster(nobody);
        assertThatThrownBy(() -> new OpenNodes(ours).claim())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Stop all workers and gates");
        before.close();
        nobody.close();
        int all = tree(ours.curator(), ClusterPaths.ROOT).size();

        assertThat(new OpenNodes(ours).claim()).isEqualTo(all);

        assertOursAlone(ours);
        assertThat(new OpenNodes(ours).claim()).isZero();
        try (AutoCloseable after = cluster(ours);
                ZooKeeperClient stranger =
                        new ZooKeeperClient(zookeeper.server().getConnectString(), LIMIT)) {
            assertOursAlone(ours);
            assertThatThrownBy(() -> stranger.start(LIMIT)).isInstanceOf(CredentialsRefusedException.class);
        }
    }

    /** With what comes with ZooKeeper, by the words of the manual. */
    @Test
    void movesToAnotherUser_asTheManualSays() throws Exception {
        ZooKeeperClient before = zookeeper.newClient(Optional.of(new ZooKeeperUser("OLDUSER", "OLDPASSWORD")));
        cluster(before).close();
        before.close();
        List<String> recipe = Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
                .filter(line -> line.startsWith("addauth digest ") || line.startsWith("setAcl "))
                .map(line -> line.replace("im:PASSWORD", "im:canary-secret"))
                .toList();
        assertThat(recipe).hasSize(3);

        zkCli(recipe);
        ZooKeeperClient both = zookeeper.newClient(Optional.of(OURS));
        assertThat(tree(both.curator(), ClusterPaths.ROOT))
                .allSatisfy(path -> assertThat(both.curator().getACL().forPath(path))
                        .as(path)
                        .hasSize(2));
        cluster(both).close();
        zkCli(recipe.subList(1, 3));

        assertOursAlone(both);
        try (AutoCloseable after = cluster(both)) {
            assertOursAlone(both);
        }
    }

    private void zkCli(List<String> lines) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        try (ZooKeeper session = new ZooKeeper(
                zookeeper.server().getConnectString(), (int) LIMIT.toMillis(), event -> connected.countDown())) {
            assertThat(connected.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            ZooKeeperMain cli = new ZooKeeperMain(session);
            for (String line : lines) {
                cli.executeLine(line);
            }
        }
    }

    @Test
    void takesNothing_whereThereIsNothing() throws Exception {
        assertThat(new OpenNodes(zookeeper.newClient(Optional.of(OURS))).claim())
                .isZero();
    }

    /** A worker, a gate, settings and an epoch, with whatever these leave in ZooKeeper. */
    private static AutoCloseable cluster(ZooKeeperClient client) throws Exception {
        ImWorker worker = new ImWorker(client);
        GateRoll gates = new GateRoll(client);
        NodeWatch nodes = new NodeWatch(client);
        ZooKeeperClusterSettings settings = new ZooKeeperClusterSettings(client, SettingCatalog.all());
        gates.start(LIMIT);
        nodes.start(LIMIT);
        settings.start(LIMIT);
        worker.join(HERE, LIMIT);
        new ZooKeeperSettingsDesk(client).set(Strangers.SETTING, "{\"mayWrite\":true}", "test");
        EpochRegister.Turn turn = new ZooKeeperEpochRegister(client).turn(LIMIT);
        turn.raise(0);
        return () -> {
            turn.close();
            worker.close();
            settings.close();
            nodes.close();
            gates.close();
        };
    }

    private static void assertOursAlone(ZooKeeperClient client) throws Exception {
        String digest = DigestAuthenticationProvider.generateDigest("im:canary-secret");
        assertThat(tree(client.curator(), ClusterPaths.ROOT))
                .allSatisfy(path -> assertThat(client.curator().getACL().forPath(path))
                        .as(path)
                        .containsExactly(new ACL(ZooDefs.Perms.ALL, new Id("digest", digest))));
    }

    @Test
    void keepsStrangersOut() throws Exception {
        ZooKeeperClient client = zookeeper.newClient(Optional.of(OURS));
        try (ImWorker worker = new ImWorker(client);
                ZooKeeperClient stranger = new ZooKeeperClient(
                        zookeeper.server().getConnectString(),
                        LIMIT,
                        Optional.of(new ZooKeeperUser("im", "canary-guess")))) {
            worker.join(HERE, LIMIT);
            new ZooKeeperSettingsDesk(client).set(Strangers.SETTING, "{\"mayWrite\":true}", "test");
            assertThatThrownBy(() -> stranger.start(LIMIT)).isInstanceOf(CredentialsRefusedException.class);
            CuratorFramework outside = stranger.curator();
            String setting = "/im/settings/" + Strangers.SETTING.name();

            assertNotLetIn(() -> outside.getData().forPath(setting));
            assertNotLetIn(() -> outside.setData().forPath(setting, new byte[0]));
            assertNotLetIn(() -> outside.delete().forPath(setting));
            assertNotLetIn(() -> outside.getChildren().forPath(ClusterPaths.NODES));
            assertNotLetIn(() -> outside.create().forPath(ClusterPaths.NODES + "/seq-0000000099"));
            assertNotLetIn(
                    () -> outside.setACL().withACL(ZooDefs.Ids.OPEN_ACL_UNSAFE).forPath(ClusterPaths.ROOT));
        }
    }

    @Test
    void endsAStartAtOnce_withAnotherUserOrNone() throws Exception {
        ZooKeeperClient client = zookeeper.newClient(Optional.of(OURS));
        client.curator().create().creatingParentsIfNeeded().forPath(ClusterPaths.NODES);
        for (Optional<ZooKeeperUser> wrong :
                List.of(Optional.<ZooKeeperUser>empty(), Optional.of(new ZooKeeperUser("im", "canary-guess")))) {
            try (ZooKeeperClient refused =
                    new ZooKeeperClient(zookeeper.server().getConnectString(), LIMIT, wrong)) {
                assertThatThrownBy(() -> refused.start(Duration.ofHours(1)))
                        .isInstanceOf(CredentialsRefusedException.class)
                        .hasMessageContaining(
                                "ZooKeeper at " + zookeeper.server().getConnectString())
                        .hasMessageContaining("refuses the user or the password: ")
                        .hasMessageNotContaining("canary");
            }
        }
        zookeeper.newClient(Optional.of(OURS)); // ours goes on
    }

    @Test
    void isStillTheUser_afterALostSession() throws Exception {
        ZooKeeperClient client = zookeeper.newClient(Optional.of(OURS));
        try (ImWorker worker = new ImWorker(client)) {
            Incarnation first = worker.join(HERE, LIMIT);

            zookeeper.expireSessionOf(client);

            await().atMost(LIMIT).until(() -> !worker.self().equals(first));
        }
    }

    private static List<String> tree(CuratorFramework curator, String path) throws Exception {
        List<String> all = new ArrayList<>(List.of(path));
        for (String child : curator.getChildren().forPath(path)) {
            all.addAll(tree(curator, path + "/" + child));
        }
        return all;
    }

    private static void assertNotLetIn(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(KeeperException.NoAuthException.class);
    }
}
