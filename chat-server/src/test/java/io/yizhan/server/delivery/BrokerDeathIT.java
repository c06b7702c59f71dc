package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.server.archive.mysql.TestDatabase;
import io.yizhan.server.config.RocketMqConfig;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker is killed under load, twice: what was acknowledged is there, and nobody waits for an answer for ever. */
class BrokerDeathIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
    private static final int PER_SECOND = 300;

    @Test
    void losesNothingAcknowledged_andAnswersInTime_whenTheBrokerIsKilledUnderLoad(@TempDir Path dir) throws Exception {
        EmbeddedRocketMq broker = EmbeddedRocketMq.start(dir, 0, 0);
        RocketMqConfig config =
                new RocketMqConfig(broker.nameServers(), "death", 4, "death-persister", Duration.ofSeconds(6));
        try (ArchiveWorker worker = new ArchiveWorker(config, TestDatabase.fresh());
                SendLoad load = new SendLoad(worker.lanes(), PER_SECOND)) {
            worker.start();
            load.start();
            for (int kill = 0; kill < 2; kill++) {
                int before = load.acknowledged();
                await().atMost(PATIENCE).until(() -> load.acknowledged() > before + 2 * PER_SECOND);
                broker.kill();
                long sent = load.sent();
                await().atMost(PATIENCE).until(() -> load.sent() > sent + 2 * PER_SECOND);

                broker = EmbeddedRocketMq.start(dir, broker.nameServerPort(), broker.port());
                int restarted = load.acknowledged();
                await().atMost(Duration.ofSeconds(10)).until(() -> load.acknowledged() > restarted);
            }
            load.stop();

            await().atMost(PATIENCE).until(load::allAcknowledged);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(load.written(worker.store())).isEqualTo(load.sent()));
            assertThat(load.errors(worker.store())).isEmpty();
            assertThat(load.slowestAnswer()).isLessThan(ANSWERED_WITHIN);
        } finally {
            broker.close();
        }
    }
}
