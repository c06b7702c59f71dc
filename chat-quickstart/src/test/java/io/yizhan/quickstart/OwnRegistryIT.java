package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.discovery.ZooKeeperClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.Jedis;

/** A cluster whose sessions are kept by what a user has written: {@code org.example.registry}, on the class path. */
@Tag("long")
class OwnRegistryIT {
    private static final String PATH = "/shop/sessions";
    /** A worker's ZooKeeper session, or a silent link's time, 10 s each; then two looks of the sweeper; some load. */
    private static final Duration SWEPT = Duration.ofSeconds(40);

    @RegisterExtension
    static final TestCluster cluster =
            new TestCluster(2, "--ports.session-registry=zookeeper", "--ports.session-registry.zookeeper.path=" + PATH);

    private static ZooKeeperClient zookeeper;

    @BeforeAll
    static void connect() throws InterruptedException {
        zookeeper =
                new ZooKeeperClient(cluster.running().middleware().zookeeper().connectString(), Duration.ofSeconds(10));
        zookeeper.start(Duration.ofSeconds(20));
    }

    @AfterAll
    static void disconnect() {
        zookeeper.close();
    }

    private static String sessions(String user) throws Exception {
        return new String(zookeeper.curator().getData().forPath(PATH + "/users/u:" + user), StandardCharsets.UTF_8);
    }

    private static List<String> keysOfSessions() {
        try (Jedis redis =
                new Jedis("127.0.0.1", cluster.running().middleware().redis().port())) {
            assertThat(redis.keys("im:*")).as("all else is there").isNotEmpty();
            return redis.keys("im:*").stream()
                    .filter(key -> key.matches("im:(sessions|fences|held|holders).*"))
                    .toList();
        }
    }

    @Test
    void twoPeopleOnTwoWorkersChat_andRedisKnowsNoSession() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        assertThat(alice.port()).isNotEqualTo(bob.port());

        List<SendReceipt> fromAlice = Person.allStored(alice.sendMany("bob", 200, "a"));
        List<SendReceipt> fromBob = Person.allStored(bob.sendMany("alice", 200, "b"));

        bob.hasSeenExactly(alice, fromAlice, "a");
        alice.hasSeenExactly(bob, fromBob, "b");
        assertThat(sessions("alice")).contains("alice-phone");
        assertThat(keysOfSessions()).isEmpty();
    }

    @Test
    void aLoginOfTheSameDeviceKicksTheOne_onAnotherWorker() throws Exception {
        Person alice = cluster.login("alice");
        Worker other =
                cluster.workerOf(alice).port() == cluster.worker(0).port() ? cluster.worker(1) : cluster.worker(0);
        String token =
                new OutsideGate(cluster.gate()).ticket("alice", "alice-phone").token();

        try (OutsideClient newcomer = new OutsideClient("127.0.0.1", other.port())) {
            assertThat(newcomer.login(token, "alice", "alice-phone").hasLoginResponse())
                    .isTrue();

            await().atMost(Person.LIMIT).until(() -> !alice.kicks().isEmpty());
            assertThat(alice.kicks()).extracting(Kicked::getReason).containsExactly(KickReason.LOGIN_ELSEWHERE);
            assertThat(alice.isOnline()).isFalse();
        }
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(sessions("alice")).contains("\"entries\":{}"));
    }

    @Test
    void whatADeadWorkerLeft_isSwept() throws Exception {
        Worker dying = cluster.running()
                .startWorker("--ports.session-registry=zookeeper", "--ports.session-registry.zookeeper.path=" + PATH);
        String token = new OutsideGate(cluster.gate()).ticket("carol", "bot").token();
        try (OutsideClient client = new OutsideClient("127.0.0.1", dying.port())) {
            assertThat(client.login(token, "carol", "bot").hasLoginResponse()).isTrue();
            assertThat(sessions("carol")).contains("\"device\":\"bot\"");

            dying.process().kill();

            await().atMost(SWEPT)
                    .untilAsserted(() -> assertThat(sessions("carol")).contains("\"entries\":{}"));
        }
    }
}
