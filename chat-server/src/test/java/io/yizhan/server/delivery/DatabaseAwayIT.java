package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.server.archive.rocketmq.TestRocketMq;
import io.yizhan.server.config.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database is killed under load and comes back: senders do not notice, and the backlog is written. */
class DatabaseAwayIT {
    private static final Logger log = LoggerFactory.getLogger(DatabaseAwayIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PER_SECOND = 1_000;
    private static final Duration LOOK = Duration.ofMillis(20);
    /** How many messages the backlog is to hold; more for a measurement. */
    private static final int BACKLOG = Integer.getInteger("yizhan.backlog", 5_000);

    @Test
    void acknowledgesAllTheWhile_andWritesTheBacklog_whenTheDatabaseComesBack(@TempDir Path dir) {
        EmbeddedMariaDb server = EmbeddedMariaDb.start(dir, 0);
        DatabaseConfig config =
                new DatabaseConfig(server.jdbcUrl(), server.user(), server.password(), 8, Duration.ofSeconds(2));
        try (ArchiveWorker worker = new ArchiveWorker(TestRocketMq.config(8), config);
                SendLoad load = new SendLoad(worker.lanes(), PER_SECOND)) {
            worker.start();
            load.start();
            await().atMost(PATIENCE).until(() -> load.written(worker.store()) > PER_SECOND);

            server.kill();
            int killed = load.acknowledged();
            await().atMost(PATIENCE).until(() -> load.acknowledged() > killed + BACKLOG);
            load.stop();
            await().atMost(PATIENCE).until(load::allAcknowledged);
            assertThat(load.refused()).isZero();

            long before = worker.written();
            server = EmbeddedMariaDb.start(dir, server.port());
            long back = System.nanoTime();
            await().atMost(PATIENCE).pollInterval(LOOK).until(() -> worker.written() > before);
            long begun = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollInterval(LOOK)
                    .ignoreExceptions()
                    .until(() -> load.allComplete(worker.store()));
            long done = System.nanoTime();

            log.warn(
                    "Backlog of {} messages: begun {} ms after the database was back, written in {} ms",
                    worker.written() - before,
                    TimeUnit.NANOSECONDS.toMillis(begun - back),
                    TimeUnit.NANOSECONDS.toMillis(done - begun));
            assertThat(load.written(worker.store())).isEqualTo(load.sent());
            assertThat(load.errors(worker.store())).isEmpty();
        } finally {
            server.close();
        }
    }
}
