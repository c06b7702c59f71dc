package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.quickstart.check.Recovery;
import io.yizhan.quickstart.check.Verdict;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers are killed and stopped while users on all of them talk. */
class WorkerFaultsIT {
    private static final int PAIRS = 6;
    private static final int RATE = 200;
    private static final int KILLS = 4;
    /** All clients, also those whose first attempts met the dead worker. */
    private static final Duration ALL_BACK = Duration.ofSeconds(35);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(3);

    @Test
    void losesAndRepeatsNothing_whenWorkersAreKilledOneAfterTheOther() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "kill").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            for (int kill = 1; kill <= KILLS; kill++) {
                Worker victim = busiest(run);
                String fault = "kill -9 " + kill + " (" + victim.process().name() + ")";
                run.begins(fault);
                victim.process().kill();
                run.ends(fault);
                run.awaitEverybodyIsServed(Person.LIMIT);
                cluster.running().startWorker();
            }

            Verdict verdict = run.cleanVerdict();

            assertThat(verdict.recoveries())
                    .hasSize(KILLS)
                    .extracting(Recovery::all)
                    .allSatisfy(all -> assertThat(all).as(verdict.toString()).isLessThan(ALL_BACK));
        }
    }

    @Test
    void losesAndRepeatsNothing_whenAWorkerStandsStillForAWhile() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "pause").pairs(PAIRS).talking(RATE)) {
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

    private static Worker busiest(FaultRun run) {
        return cluster.running().workers().stream()
                .filter(worker -> worker.process().isAlive())
                .max(Comparator.comparingInt(worker -> run.talkersOf(worker).size()))
                .orElseThrow();
    }
}
