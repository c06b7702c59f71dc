package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.quickstart.check.AckTimes;
import io.yizhan.quickstart.check.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The queue and the database are killed and come back, while users on all workers talk. For a longer time without the
 * database: {@code -Dyizhan.database-away=600}.
 */
class StoreFaultsIT {
    private static final int PAIRS = 10;
    private static final int RATE = 150;
    private static final Duration BROKER_AWAY = Duration.ofSeconds(3);
    private static final Duration DATABASE_AWAY = Duration.ofSeconds(Integer.getInteger("yizhan.database-away", 20));

    /** The pool doubles the pauses between its tries up to 5 s, and the queue waits for 1 s more. */
    private static final Duration NOTICED = Duration.ofSeconds(6);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void acknowledgesAgainSoon_andLosesNothing_whenTheBrokerIsKilledAndComesBack() throws Exception {
        EmbeddedRocketMq rocketmq = cluster.running().middleware().rocketmq();
        try (FaultRun run = new FaultRun(cluster, "broker").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            for (Worker worker : cluster.running().workers()) {
                run.probing(worker);
            }

            run.begins("kill -9 of the broker");
            rocketmq.kill();
            await().pollDelay(BROKER_AWAY).until(() -> true);
            rocketmq.restart();
            run.ends("kill -9 of the broker");
            run.awaitEverybodyIsServed(Person.LIMIT);

            Verdict verdict = run.cleanVerdict();

            assertThat(verdict.recoveries().get(0).first()).isLessThan(Duration.ofSeconds(10));
            assertThat(run.talkers())
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
        }
    }

    @Test
    void acknowledgesAsEver_andWritesTheBacklogSoon_whenTheDatabaseIsKilledAndComesBack() throws Exception {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        try (FaultRun run = new FaultRun(cluster, "database").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);
            for (Worker worker : cluster.running().workers()) {
                run.probing(worker);
            }
            await().pollDelay(Duration.ofSeconds(5)).until(() -> true);

            long begun = run.begins("kill -9 of the database");
            database.kill();
            await().atMost(DATABASE_AWAY.plusSeconds(1))
                    .pollDelay(DATABASE_AWAY)
                    .until(() -> true);
            AckTimes before = run.ackTimes(sent -> sent.at() < begun);
            AckTimes during = run.ackTimes(sent -> sent.at() >= begun);
            database.restart();
            long back = System.nanoTime();
            run.ends("kill -9 of the database");
            run.awaitEverythingStored(Person.LIMIT);
            Duration drained = Duration.ofNanos(System.nanoTime() - back);
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.cleanVerdict();

            System.out.printf(
                    "  without the database: %s; before: %s; what waited was written %d ms after it was back%n",
                    during, before, drained.toMillis());
            assertThat(drained).isLessThan(DATABASE_AWAY.dividedBy(3).plus(NOTICED));
            assertThat(during.share(1)).isLessThan(Duration.ofSeconds(10));
            assertThat(run.talkers())
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
        }
    }
}
