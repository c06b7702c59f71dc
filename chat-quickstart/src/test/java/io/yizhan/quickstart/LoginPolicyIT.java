package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.access.RedisClients;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.operations.ConfigCommand;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.ZooKeeperSettingsDesk;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import redis.clients.jedis.UnifiedJedis;

/** Who may be logged in at once, in a whole cluster whose policy changes while it runs. */
@Tag("long")
class LoginPolicyIT {
    /**
     * A worker's ZooKeeper session, or a silent link's time, 10 s each; then two looks of the sweeper; and some load.
     */
    private static final Duration SWEPT = Duration.ofSeconds(40);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @AfterEach
    void takeThePolicyBack() throws InterruptedException {
        config("unset", "login-policy");
    }

    /** What {@code bin/chatctl config} does. */
    private static void config(String... arguments) throws InterruptedException {
        ZooKeeperClient zookeeper = new ZooKeeperClient(
                "127.0.0.1:" + cluster.running().middleware().zookeeper().port(), Duration.ofSeconds(10));
        zookeeper.start(Duration.ofSeconds(20));
        SettingsDesk desk = new ZooKeeperSettingsDesk(zookeeper);
        assertThat(new CommandLine(new ConfigCommand(() -> desk, "root")).execute(arguments))
                .isZero();
    }

    private static Worker otherThan(Worker worker) {
        return cluster.worker(0).port() == worker.port() ? cluster.worker(1) : cluster.worker(0);
    }

    private static Frame login(OutsideClient client, String user, String device) throws Exception {
        String token = new OutsideGate(cluster.gate()).ticket(user, device).token();
        return client.login(token, user, device);
    }

    private static OutsideClient at(Worker worker) throws Exception {
        return new OutsideClient("127.0.0.1", worker.port());
    }

    @Test
    void kicksExactlyTheOthers_acrossWorkers_onceThePolicySaysSo_andTheyStayAway() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        Worker there = otherThan(cluster.workerOf(alice));
        try (OutsideClient first = at(cluster.workerOf(alice));
                OutsideClient second = at(there)) {
            assertThat(login(first, "alice", "bot1").hasLoginResponse()).isTrue();
            assertThat(alice.kicks())
                    .as("by default each platform has its place")
                    .isEmpty();

            config("set", "login-policy", "policy=SINGLE_DEVICE");
            String token =
                    new OutsideGate(cluster.gate()).ticket("alice", "bot2").token();
            // Each login is judged by what its worker knows by then.
            await().atMost(Person.LIMIT).until(() -> {
                try (OutsideClient attempt = at(there)) {
                    assertThat(attempt.login(token, "alice", "bot2").hasLoginResponse())
                            .isTrue();
                    return entries("alice").size() == 1;
                }
            });
            assertThat(login(second, "alice", "bot2").hasLoginResponse()).isTrue();

            await().atMost(Person.LIMIT).until(() -> !alice.kicks().isEmpty());
            assertThat(alice.kicks()).extracting(Kicked::getReason).containsExactly(KickReason.LOGIN_ELSEWHERE);
            assertThat(first.nextUnasked().getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
            assertThat(first.isEnded(OutsideClient.LIMIT)).isTrue();
            await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(6)).until(() -> !alice.isOnline());
            List<SendReceipt> sent = Person.allStored(bob.sendMany("alice", 3, "t"));
            await().atMost(Person.LIMIT).until(() -> second.pushed().size() == sent.size());
            assertThat(bob.disconnects()).isEmpty();
            assertThat(alice.kicks()).hasSize(1);
        }
    }

    @Test
    void aDeadWorkersSessionsKeepNobodyOut_andAreGoneSoon() throws Exception {
        config("set", "login-policy", "policy=SINGLE_DEVICE", "collision=REFUSE_NEW");
        Worker dying = cluster.running().startWorker();
        Worker left = cluster.worker(0);
        Incarnation life =
                cluster.running().members().member(dying.port()).orElseThrow().incarnation();
        OutsideClient carol = at(dying);
        assertThat(login(carol, "carol", "phone").hasLoginResponse()).isTrue();
        OutsideClient alice = at(dying);
        assertThat(login(alice, "alice", "phone").hasLoginResponse()).isTrue();
        assertThat(entries("carol")).anyMatch(entry -> isHeldBy(entry, life));

        dying.process().kill();

        try (OutsideClient same = at(left)) {
            assertThat(login(same, "alice", "phone").hasLoginResponse())
                    .as("the same device takes over at once")
                    .isTrue();
        }
        await().atMost(SWEPT).untilAsserted(() -> assertThat(entries("carol")).isEmpty());
        assertThat(entries("alice")).noneMatch(entry -> isHeldBy(entry, life));
        try (OutsideClient another = at(left)) {
            assertThat(login(another, "carol", "tablet").hasLoginResponse()).isTrue();
        }
        carol.close();
        alice.close();
    }

    private static List<String> entries(String user) {
        String uri = cluster.running().middleware().redisServers().uri();
        try (UnifiedJedis redis = RedisClients.open(uri, Duration.ofSeconds(5), 1)) {
            return redis.hvals("im:sessions:{" + user + "}");
        }
    }

    private static boolean isHeldBy(String entry, Incarnation life) {
        return entry.contains(" " + life.node() + " " + life.epoch() + " ");
    }
}
