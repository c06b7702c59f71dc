package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedMariaDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Devices come back from a killed worker while nothing is written to the database: what they missed they cannot pull,
 * so what they are pushed meanwhile they cannot acknowledge. For a longer time: {@code -Dyizhan.unwritten=120}.
 */
@Tag("long")
class WaitingDevicesIT {
    private static final int PAIRS = 8;
    private static final int RATE = 80;
    /** More than it takes until a connection is closed whose pushes stay unacknowledged. */
    private static final Duration UNWRITTEN = Duration.ofSeconds(Integer.getInteger("yizhan.unwritten", 35));

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2, "--persister.enabled=false");

    @Test
    void keepTheirConnections_andGetEverything_whenThePersisterIsFarBehind() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "behind").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.begins("nobody writes to the database");
            Map<Talker, Integer> disconnects = comeBackFromAKilledWorker(run);
            run.awaitEverybodyIsServed(Person.LIMIT);
            stayAway();
            assertThat(disconnects(run)).isEqualTo(disconnects);
            cluster.running().startWorker("--persister.enabled=true");
            run.ends("nobody writes to the database");
            run.awaitEverythingStored(Person.LIMIT);

            run.cleanVerdict();

            assertThat(disconnects(run)).isEqualTo(disconnects);
        }
    }

    @Test
    void keepTheirConnections_andGetEverything_whenTheDatabaseIsAway() throws Exception {
        cluster.running().startWorker("--persister.enabled=true");
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        try (FaultRun run = new FaultRun(cluster, "away").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.begins("kill -9 of the database");
            database.kill();
            Map<Talker, Integer> disconnects = comeBackFromAKilledWorker(run);
            stayAway();
            assertThat(disconnects(run)).isEqualTo(disconnects);
            database.restart();
            cluster.running().startWorker("--persister.enabled=true");
            run.ends("kill -9 of the database");
            run.awaitEverythingStored(Person.LIMIT);

            run.cleanVerdict();

            assertThat(disconnects(run)).isEqualTo(disconnects);
        }
    }

    /** @return how often each has lost a connection by then */
    private static Map<Talker, Integer> comeBackFromAKilledWorker(FaultRun run) {
        List<Worker> alive = cluster.running().workers().stream()
                .filter(worker -> worker.process().isAlive())
                .toList();
        Worker victim = alive.stream()
                .filter(worker -> !run.talkersOf(worker).isEmpty())
                .findFirst()
                .orElseThrow();
        victim.process().kill();
        await().atMost(Person.LIMIT)
                .until(() -> run.talkers().stream()
                        .allMatch(talker -> talker.port() != 0 && talker.port() != victim.port()));
        return disconnects(run);
    }

    private static void stayAway() {
        await().atMost(UNWRITTEN.plusSeconds(1)).pollDelay(UNWRITTEN).until(() -> true);
    }

    private static Map<Talker, Integer> disconnects(FaultRun run) {
        return run.talkers().stream()
                .collect(Collectors.toMap(
                        Function.identity(), talker -> talker.disconnects().size()));
    }
}
