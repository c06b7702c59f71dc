package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.MessageLogContract.Received;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.server.config.RocketMqConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed broker and a killed database: nothing that was promised is lost, and nothing waits for ever. */
class ArchiveOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    private boolean stored(MessageLog log, long seq) {
        CompletableFuture<Void> append =
                log.append(run(conversation, seq, seq, device)).toCompletableFuture();
        return append.handle((done, failure) -> failure == null)
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void keepsWhatWasAcknowledged_andGoesOn_whenTheBrokerIsKilled(@TempDir Path dir) throws Exception {
        EmbeddedRocketMq broker = EmbeddedRocketMq.start(dir, 0, 0);
        RocketMqConfig config =
                new RocketMqConfig(broker.nameServers(), "outage", 4, "outage-group", Duration.ofSeconds(2));
        List<Long> acknowledged = new ArrayList<>();
        try (RocketMqMessageLog log = RocketMqMessageLog.open(config, new MemoryDeadLetters())) {
            long seq = 1;
            for (; seq <= 50; seq++) {
                assertThat(stored(log, seq)).isTrue();
                acknowledged.add(seq);
            }
            broker.kill();
            long asked = System.nanoTime();
            assertThat(stored(log, seq++)).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));

            broker = EmbeddedRocketMq.start(dir, broker.nameServerPort(), broker.port());
            long[] next = {seq};
            await().atMost(PATIENCE).until(() -> stored(log, next[0]++));
            acknowledged.add(next[0] - 1);

            Received received = new Received();
            try (AutoCloseable consumption = log.consume(received)) {
                await().atMost(PATIENCE).until(() -> seqs(received).containsAll(acknowledged));
            }
            assertThat(seqs(received)).isSorted();
        } finally {
            broker.close();
        }
    }

    private static List<Long> seqs(Received received) {
        return received.records.stream()
                .map(LogRecord.Stored.class::cast)
                .map(record -> record.message().getSeq())
                .toList();
    }

    @Test
    void answersInTime_andCatchesUp_whenTheDatabaseIsKilled(@TempDir Path dir) {
        EmbeddedMariaDb server = EmbeddedMariaDb.start(dir, 0);
        DatabaseConfig config =
                new DatabaseConfig(server.jdbcUrl(), server.user(), server.password(), 4, Duration.ofSeconds(1));
        MemoryMessageLog log = new MemoryMessageLog();
        try (MySqlDatabase database = MySqlDatabase.open(config)) {
            MySqlMessageStore store = new MySqlMessageStore(database, new MySqlDeadLetters(database));
            try (Persister persister = new Persister(log, store, Records.noneLate(), batch -> {})) {
                persister.start();
                log.append(run(conversation, 1, 100, device));
                await().atMost(PATIENCE).until(() -> completeTo(store) == 100);

                server.kill();
                log.append(run(conversation, 101, 300, device));
                long asked = System.nanoTime();
                assertThat(completeTo(store)).isEqualTo(-1);
                assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(8));

                server = EmbeddedMariaDb.start(dir, server.port());
                await().atMost(PATIENCE).until(() -> completeTo(store) == 300);
            }
        } finally {
            log.close();
            server.close();
        }
    }

    /** -1 if the store does not say. */
    private long completeTo(MessageStore store) {
        return store.completeTo(List.of(conversation))
                .toCompletableFuture()
                .handle((complete, failure) -> failure == null ? complete.get(conversation) : Long.valueOf(-1))
                .orTimeout(15, TimeUnit.SECONDS)
                .join();
    }
}
