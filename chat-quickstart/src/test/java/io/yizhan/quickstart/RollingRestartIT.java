package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.access.RedisClients;
import io.yizhan.identity.Incarnation;
import io.yizhan.quickstart.check.Absences;
import io.yizhan.quickstart.check.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import redis.clients.jedis.UnifiedJedis;

/** All workers are restarted, one after the other, under load: as an upgrade does it. */
@Tag("long")
class RollingRestartIT {
    private static final int PAIRS = 8;
    private static final int RATE = 150;
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(3);

    @Test
    void losesNothing_failsNoSend_andHardlyInterruptsAnybody() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "rolling").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);

            for (Worker old : List.copyOf(cluster.running().workers())) {
                List<Talker> moving = run.talkersOf(old);
                Incarnation life = cluster.running()
                        .members()
                        .member(old.port())
                        .orElseThrow()
                        .incarnation();
                run.begins("restart of " + old.process().name());
                old.process().terminate();
                cluster.running().startWorker();
                assertThat(old.process().awaitExit(STOPPED_WITHIN)).isZero();
                assertThat(moving)
                        .allSatisfy(talker -> assertThat(entries(talker.user()))
                                .as("it has taken out what it held")
                                .noneMatch(entry -> entry.contains(" " + life.node() + " " + life.epoch() + " ")));
                assertThat(moving)
                        .isNotEmpty()
                        .allSatisfy(talker -> assertThat(talker.disconnects())
                                .as("it left as it was asked to")
                                .last()
                                .isEqualTo("The worker is draining"));
                run.ends("restart of " + old.process().name());
                run.awaitEverybodyIsServed(Person.LIMIT);
            }

            Verdict verdict = run.cleanVerdict();
            Absences absences = run.absences();
            System.out.println("  " + absences);
            assertThat(verdict.acked()).as("no send failed").isEqualTo(verdict.sent());
            assertThat(absences.ascending()).hasSizeGreaterThanOrEqualTo(PAIRS);
            assertThat(absences.share(0.5)).isLessThan(Duration.ofSeconds(2));
        }
    }

    private static List<String> entries(String user) {
        try (UnifiedJedis redis =
                RedisClients.open(cluster.running().middleware().redisServers().uri(), Duration.ofSeconds(2), 1)) {
            return redis.hvals("im:sessions:{" + user + "}");
        }
    }
}
