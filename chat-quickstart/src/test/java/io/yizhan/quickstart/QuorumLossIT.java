package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ZooKeeper loses its leader, and then its majority, while users talk. */
@Tag("long")
class QuorumLossIT {
    private static final int PAIRS = 4;
    private static final int RATE = 150;
    /** Twice a worker's session. */
    private static final Duration SILENCE = Duration.ofSeconds(Long.getLong("yizhan.quorum-lost", 12));

    @RegisterExtension
    @Order(1)
    static final ZooKeeperEnsemble ensemble = new ZooKeeperEnsemble();

    @RegisterExtension
    @Order(2)
    static final TestCluster cluster = TestCluster.on(ensemble, 2);

    @Test
    void nobodyNotices() throws Exception {
        try (FaultRun run = new FaultRun(cluster, "quorum").pairs(PAIRS).talking(RATE)) {
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.begins("the leader is lost");
            ensemble.killLeader();
            run.awaitEverybodyIsServed(Person.LIMIT);
            run.ends("the leader is lost");

            run.begins("the majority is lost");
            ensemble.killOneMore();
            await().pollDelay(SILENCE).atMost(SILENCE.multipliedBy(2)).until(() -> true);
            run.awaitEverybodyIsServed(Person.LIMIT);
            run.newcomer(); // the gate gives nodes from what it knows
            ensemble.restart();
            run.ends("the majority is lost");
            run.awaitEverybodyIsServed(Person.LIMIT);

            run.cleanVerdict();

            assertThat(run.talkers())
                    .allSatisfy(talker -> assertThat(talker.disconnects()).isEmpty());
        }
        Worker third = cluster.running().startWorker();
        assertThat(third.process().isAlive()).isTrue(); // it is a member, or this would have failed
    }
}
