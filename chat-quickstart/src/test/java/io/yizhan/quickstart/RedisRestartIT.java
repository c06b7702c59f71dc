package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.quickstart.check.Recovery;
import io.yizhan.quickstart.check.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis is killed and comes back with its data, while users talk. */
class RedisRestartIT {
    private static final int PAIRS = 4;
    private static final int RATE = 150;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    @Test
    void numbersOn_andDisconnectsNobody() throws Exception {
        EmbeddedRedis redis = cluster.running().middleware().redis();
        try (FaultRun run = new FaultRun(cluster, "restart").pairs(PAIRS).talking(RATE)) {
            run.takeAway(redis, Duration.ofSeconds(2), "Redis away for 2 s");

            Verdict verdict = run.cleanVerdict();

            Recovery recovery = verdict.recoveries().get(0);
            assertThat(recovery.first()).isLessThan(Duration.ofSeconds(5));
            assertThat(run.talkers())
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
        }
    }
}
