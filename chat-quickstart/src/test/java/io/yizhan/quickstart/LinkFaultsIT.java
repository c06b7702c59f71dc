package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import io.yizhan.embedded.fault.Toxic;
import io.yizhan.identity.Incarnation;
import io.yizhan.quickstart.check.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One link of a worker fails while users on all workers talk. */
class LinkFaultsIT {
    private static final int PAIRS = 4;
    private static final int RATE = 150;
    private static final String HEARTBEAT = "--client.heartbeat=3s";

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(1, HEARTBEAT);

    private static ProxiedWorker proxied;

    @BeforeAll
    static void startTheProxiedWorker() throws InterruptedException {
        proxied = new ProxiedWorker(cluster.running(), HEARTBEAT);
    }

    @AfterAll
    static void stopIt() {
        proxied.close();
    }

    @AfterEach
    void heal() {
        proxied.heal();
        await().atMost(Person.LIMIT)
                .until(() ->
                        member().filter(node -> node.state() == NodeState.UP).isPresent());
    }

    @Test
    void disconnectsNobody_whenAWorkerIsCutFromZooKeeper_andRegistersAgain() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "zookeeper").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            Incarnation before = member().orElseThrow().incarnation();
            assertThat(run.talkersOf(proxied.worker())).isNotEmpty();

            run.begins("cut from ZooKeeper");
            proxied.zookeeper().poison(new Toxic.Stall());
            await().atMost(Person.LIMIT).until(() -> member().isEmpty());
            run.awaitEverybodyIsServed(Person.LIMIT);
            assertThat(run.newcomer().port())
                    .as("the gate gives it to nobody")
                    .isNotEqualTo(proxied.worker().port());
            proxied.zookeeper().heal();
            run.ends("cut from ZooKeeper");
            await().atMost(Duration.ofSeconds(15)).until(() -> member().isPresent());
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.cleanVerdict();

            Incarnation after = member().orElseThrow().incarnation();
            assertThat(after.node()).isNotEqualTo(before.node());
            assertThat(run.talkers())
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
        }
    }

    @Test
    void refusesSends_goesOnPushing_andSendsItsClientsAway_whenAWorkerIsCutFromRedis() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "redis").pairs(PAIRS).talking(RATE);
                WireProbe probe = run.probe(proxied.worker())) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            Talker elsewhere = run.talkers().stream()
                    .filter(talker -> talker.port() != proxied.worker().port())
                    .findFirst()
                    .orElseThrow();
            probe.send(run.talkers().get(0).user());
            await().atMost(Person.LIMIT).until(() -> probe.answers().size() == 1);

            run.begins("cut from Redis");
            proxied.redis().poison(new Toxic.Stall());
            elsewhere.send(probe.user());
            for (int i = 0; i < 20; i++) {
                probe.send(run.talkers().get(0).user());
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !probe.client().pushed().isEmpty());
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> member().filter(node -> node.state() == NodeState.DRAINING)
                            .isPresent());
            await().atMost(Person.LIMIT)
                    .until(() -> run.talkersOf(proxied.worker()).isEmpty());
            run.awaitEverybodyIsServed(Person.LIMIT);
            probe.awaitsGoAway();
            proxied.redis().heal();
            run.ends("cut from Redis");
            await().atMost(Person.LIMIT)
                    .until(() -> member().filter(node -> node.state() == NodeState.UP)
                            .isPresent());

            run.cleanVerdict();

            List<WireProbe.Answer> during =
                    probe.answers().subList(1, probe.answers().size());
            assertThat(during).hasSize(20).allSatisfy(answer -> {
                assertThat(answer.code()).isEqualTo("UNAVAILABLE");
                assertThat(answer.after()).isLessThan(Duration.ofSeconds(4));
                assertThat(answer.retryAfter()).isPositive();
            });
        }
    }

    @Test
    void bringsEverythingWithinAHeartbeat_whenOneWorkerCannotReachAnother() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "mesh").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.begins("mesh cut");
            proxied.mesh().cut();
            run.awaitEverybodyIsServed(Person.LIMIT);
            await().pollDelay(Duration.ofSeconds(8)).until(() -> true);
            proxied.mesh().heal();
            run.ends("mesh cut");
            run.awaitEverybodyIsServed(Person.LIMIT);

            Verdict verdict = run.cleanVerdict();

            // one heartbeat, on a machine that may be slow
            assertThat(verdict.recoveries().get(0).worstShown()).isLessThan(Duration.ofSeconds(9));
            assertThat(run.talkers())
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
        }
    }

    /** The proxied worker as ZooKeeper has it. */
    private static Optional<ImNode> member() {
        return cluster.running().members().member(proxied.worker().port());
    }
}
