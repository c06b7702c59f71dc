package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.quickstart.check.Recovery;
import io.yizhan.quickstart.check.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Workers are killed and stopped while users on all of them talk. The size is small; for a large one:
 * {@code -Dyizhan.kills=50 -Dyizhan.rate=1000 -Dyizhan.pairs=50 -Dyizhan.restart-after=20}.
 */
class WorkerFaultsIT {
    private static final int PAIRS = Integer.getInteger("yizhan.pairs", 6);
    /** Messages a second. */
    private static final int RATE = Integer.getInteger("yizhan.rate", 200);

    private static final int KILLS = Integer.getInteger("yizhan.kills", 4);
    /** Until another worker takes the place of a killed one. */
    private static final Duration RESTART_AFTER = Duration.ofSeconds(Integer.getInteger("yizhan.restart-after", 0));
    /** Nearly all clients. */
    private static final Duration BACK = Duration.ofSeconds(10);
    /** All clients, also those whose first attempts met the dead worker. */
    private static final Duration ALL_BACK = Duration.ofSeconds(35);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(3);

    @Test
    void losesAndRepeatsNothing_andThinksNobodyThereWhoIsGone_whenWorkersAreKilledOneAfterTheOther() throws Exception {
        try (FaultRun run =
                new FaultRun(cluster, "kill").pairs(PAIRS).talking(RATE).lookingWhoIsThere()) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            for (int kill = 1; kill < KILLS; kill++) {
                Worker victim =
                        any(run, alive().filter(worker -> !run.talkersOf(worker).isEmpty()));
                long killed = System.nanoTime();
                kill(run, victim, "kill -9 " + kill);
                await().atMost(RESTART_AFTER.plusSeconds(1))
                        .until(() -> System.nanoTime() - killed >= RESTART_AFTER.toNanos());
                cluster.running().startWorker();
            }
            // nobody registers after it, so that only its leaving tells that its entries are void
            List<Worker> started = cluster.running().workers();
            WireProbe gone = kill(run, started.get(started.size() - 1), "kill -9 of the newest");
            await().atMost(Person.LIMIT).until(() -> !run.finder().found().contains(gone.device()));

            Verdict verdict = run.cleanVerdict();

            assertThat(verdict.recoveries())
                    .hasSize(KILLS)
                    .extracting(Recovery::all)
                    .allSatisfy(all -> assertThat(all).as(verdict.toString()).isLessThan(ALL_BACK));
            System.out.printf(
                    "  of those whose worker was killed, 95 %% were back within %d ms, all within %d ms%n",
                    Recovery.displacedBack(verdict.recoveries(), 0.95).toMillis(),
                    Recovery.displacedBack(verdict.recoveries(), 1).toMillis());
            assertThat(Recovery.displacedBack(verdict.recoveries(), 0.95)).isLessThan(BACK);
        }
    }

    /** @return somebody who was on it, and does not come back */
    private static WireProbe kill(FaultRun run, Worker victim, String name) throws Exception {
        WireProbe gone = run.probing(victim);
        String fault = name + " (" + victim.process().name() + ")";
        try (WireProbe stays = run.probing(any(run, alive().filter(worker -> worker != victim)))) {
            assertThat(stays.isConnected()).isTrue();
            run.begins(fault);
            victim.process().kill();
            run.ends(fault);
            run.awaitEverybodyIsServed(Person.LIMIT);
        }
        return gone;
    }

    @Test
    void losesAndRepeatsNothing_whenAWorkerStandsStillForAWhile() throws Exception {
        try (FaultRun run =
                new FaultRun(cluster, "pause").pairs(PAIRS).talking(RATE).lookingWhoIsThere()) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            Worker paused = busiest(run);
            List<Talker> onOthers = run.talkers().stream()
                    .filter(talker -> talker.port() != paused.port())
                    .toList();
            run.begins("SIGSTOP");
            TestCluster.signal(paused, "STOP");
            await().atMost(Person.LIMIT)
                    .until(() -> !cluster.running().members().isMember(paused.port()));
            TestCluster.signal(paused, "CONT");
            run.ends("SIGSTOP");
            await().atMost(Person.LIMIT).until(() -> cluster.running().members().isMember(paused.port()));
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.cleanVerdict();

            assertThat(onOthers)
                    .allSatisfy(talker -> assertThat(talker.disconnects())
                            .as("nobody on another worker notices")
                            .isEmpty());
        }
    }

    private static Stream<Worker> alive() {
        return cluster.running().workers().stream()
                .filter(worker -> worker.process().isAlive());
    }

    private static Worker any(FaultRun run, Stream<Worker> workers) {
        List<Worker> all = workers.toList();
        return all.get(run.random().nextInt(all.size()));
    }

    private static Worker busiest(FaultRun run) {
        return alive().max(
                        Comparator.comparingInt(worker -> run.talkersOf(worker).size()))
                .orElseThrow();
    }
}
