package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.ZooKeeperClient;
import java.time.Duration;
import java.util.List;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ZooKeeper has dropped a worker, answers, and does not let it return. */
@Tag("long")
class UnregisteredWorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    private ZooKeeperClient zookeeper;

    @BeforeEach
    void connect() throws InterruptedException {
        zookeeper = new ZooKeeperClient(
                "127.0.0.1:" + cluster.running().middleware().zookeeper().port(), Duration.ofSeconds(10));
        zookeeper.start(Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        zookeeper.close();
    }

    @Test
    void keepsItsClientsForAMinute_thenHandsThemOver_andReturnsWhenItMay() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        Worker dropped = cluster.workerOf(alice);
        Worker other = cluster.workerOf(bob);
        assertThat(dropped.port()).isNotEqualTo(other.port());

        long begun = System.nanoTime();
        allow(ZooDefs.Perms.ALL & ~ZooDefs.Perms.CREATE);
        delete(cluster.running().members().member(dropped.port()).orElseThrow());
        await().atMost(Person.LIMIT).until(() -> !cluster.running().members().isMember(dropped.port()));
        List<SendReceipt> meanwhile = Person.allStored(bob.sendMany("alice", 10, "m"));
        alice.hasSeenExactly(bob, meanwhile, "m");
        assertThat(alice.port()).isEqualTo(dropped.port());

        await().atMost(PATIENCE.multipliedBy(2)).until(() -> alice.isOnline() && alice.port() == other.port());

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(PATIENCE);
        List<SendReceipt> after = Person.allStored(bob.sendMany("alice", 10, "after"));
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(alice.shownFrom(bob)).hasSize(meanwhile.size() + after.size()));
        assertThat(bob.disconnects()).isEmpty();
        allow(ZooDefs.Perms.ALL);
        await().atMost(Person.LIMIT).until(() -> cluster.running().members().isMember(dropped.port()));
    }

    private void allow(int permissions) throws Exception {
        zookeeper
                .curator()
                .setACL()
                .withACL(List.of(new ACL(permissions, ZooDefs.Ids.ANYONE_ID_UNSAFE)))
                .forPath(ClusterPaths.NODES);
    }

    private void delete(ImNode node) throws Exception {
        zookeeper.curator().delete().forPath(ClusterPaths.NODES + "/" + ClusterPaths.nodeName(node.id()));
    }
}
