package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeState;
import io.yizhan.embedded.fault.Direction;
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
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One link of a worker fails while users on all workers talk. */
@DisabledIfSystemProperty(
        named = "yizhan.redis",
        matches = "cluster",
        disabledReason = "clients of a Redis Cluster go where its nodes send them, past the proxy")
class LinkFaultsIT {
    private static final int PAIRS = 4;
    private static final int RATE = 150;
    private static final String HEARTBEAT = "--client.heartbeat=3s";
    /** From the end of the cut, the way back to ZooKeeper included. */
    private static final Duration REGISTERED_AGAIN = Duration.ofSeconds(5);
    /** One heartbeat, on a machine that may be slow. */
    private static final Duration SHOWN = Duration.ofSeconds(5);
    /** Two heartbeats and more. */
    private static final Duration CUT = Duration.ofSeconds(7);

    /** Its own worker goes again; those of the tests are started by hand, so that the links of each can fail. */
    @RegisterExtension
    static final TestCluster cluster = new TestCluster(1, HEARTBEAT);

    /** The one that is cut from ZooKeeper or Redis; the older one, so that the other's view holds a newer one. */
    private static ProxiedWorker proxied;

    private static ProxiedWorker other;

    @BeforeAll
    static void startTheWorkers() throws InterruptedException {
        proxied = new ProxiedWorker(cluster.running(), HEARTBEAT);
        other = new ProxiedWorker(cluster.running(), HEARTBEAT);
        cluster.worker(0).close();
    }

    @AfterAll
    static void stopThem() {
        proxied.close();
        other.close();
    }

    @AfterEach
    void heal() {
        proxied.heal();
        other.heal();
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
            long healed = System.nanoTime();
            await().atMost(REGISTERED_AGAIN).until(() -> member().isPresent());
            Duration registered = Duration.ofNanos(System.nanoTime() - healed);
            run.awaitEverybodyIsServed(Person.LIMIT);

            Verdict verdict = run.cleanVerdict();

            System.out.printf("  registered again after %d ms%n", registered.toMillis());
            assertThat(verdict.recoveries().get(0).worstShown()).isLessThan(SHOWN);

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
            long cut = System.nanoTime();
            proxied.redis().poison(new Toxic.Stall());
            elsewhere.send(probe.user());
            for (int i = 0; i < 20; i++) {
                probe.send(run.talkers().get(0).user());
                await().pollDelay(Duration.ofMillis(100)).until(() -> true);
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !probe.client().pushed().isEmpty());
            await().atMost(Duration.ofSeconds(15)).until(() -> {
                probe.ping();
                return member().filter(node -> node.state() == NodeState.DRAINING)
                        .isPresent();
            });
            Duration notReady = Duration.ofNanos(System.nanoTime() - cut);
            probe.awaitsGoAway();
            await().atMost(Person.LIMIT)
                    .until(() -> run.talkersOf(proxied.worker()).isEmpty());
            Duration moved = Duration.ofNanos(System.nanoTime() - cut);
            run.awaitEverybodyIsServed(Person.LIMIT);
            proxied.redis().heal();
            run.ends("cut from Redis");
            await().atMost(Person.LIMIT)
                    .until(() -> member().filter(node -> node.state() == NodeState.UP)
                            .isPresent());

            run.cleanVerdict();

            List<WireProbe.Answer> during =
                    probe.answers().subList(1, probe.answers().size());
            System.out.printf(
                    "  errors within %s; not ready after %d ms, its clients moved after %d ms%n",
                    during.stream().map(answer -> answer.after().toMillis()).toList(),
                    notReady.toMillis(),
                    moved.toMillis());
            assertThat(notReady).isLessThan(Duration.ofSeconds(10));
            assertThat(moved).isLessThan(Duration.ofSeconds(60));
            assertThat(during).hasSize(20).allSatisfy(answer -> {
                assertThat(answer.code()).isEqualTo("UNAVAILABLE");
                assertThat(answer.after()).isLessThan(Duration.ofSeconds(2));
                assertThat(answer.retryAfter()).isPositive();
            });
        }
    }

    @Test
    void bringsEverythingWithinAHeartbeat_whenWorkersCannotReachEachOther_orOneOfThemTheOther() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "mesh").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);

            meshFault(run, "no mesh", () -> {
                proxied.mesh().cut();
                other.mesh().cut();
            });
            meshFault(run, "nothing arrives at one", () -> silence(other, proxied));
            meshFault(run, "nothing arrives at the other", () -> silence(proxied, other));

            Verdict verdict = run.cleanVerdict();

            assertThat(verdict.recoveries())
                    .hasSize(3)
                    .allSatisfy(fault -> assertThat(fault.worstShown())
                            .as(verdict.toString())
                            .isLessThan(SHOWN));
            assertThat(run.talkers())
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
        }
    }

    private static void meshFault(FaultRun run, String fault, Runnable cause) {
        run.begins(fault);
        cause.run();
        run.awaitEverybodyIsServed(Person.LIMIT);
        await().pollDelay(CUT).until(() -> true);
        proxied.mesh().heal();
        other.mesh().heal();
        run.ends(fault);
        run.awaitEverybodyIsServed(Person.LIMIT);
    }

    /** What one worker sends to the other is lost, on the links of both. */
    private static void silence(ProxiedWorker from, ProxiedWorker to) {
        to.mesh().poison(Direction.TO_TARGET, new Toxic.Silence());
        from.mesh().poison(Direction.FROM_TARGET, new Toxic.Silence());
    }

    /** The proxied worker as ZooKeeper has it. */
    private static Optional<ImNode> member() {
        return cluster.running().members().member(proxied.worker().port());
    }
}
