package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.embedded.EmbeddedRocketMq.Flush;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.LogLag;
import io.yizhan.server.archive.MessageLogContract.Received;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.config.RocketMqConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker tells about itself. */
class BrokerChecksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RocketMqConfig config = TestRocketMq.config(4);
    private final RocketMqMessageLog log = RocketMqMessageLog.open(config, new MemoryDeadLetters());
    private final ConversationId conversation = Records.conversation();

    @AfterEach
    void close() {
        log.close();
    }

    private void append(long fromSeq, long toSeq) {
        log.append(Records.run(conversation, fromSeq, toSeq, Records.device()))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private LogLag lag() {
        return log.lag(Optional.empty()).get();
    }

    @Test
    void findsNothingWeak_inTheEmbeddedBroker() {
        assertThat(log.brokerCheck().run()).isEmpty();
    }

    @Test
    void namesTheWeakSetting_ofABrokerThatAnswersFromMemory(@TempDir Path dir) {
        try (EmbeddedRocketMq weak = EmbeddedRocketMq.start(dir, 0, 0, Map.of(), Flush.ASYNC);
                RocketMqMessageLog onIt = RocketMqMessageLog.open(
                        new RocketMqConfig(weak.nameServers(), "weak", 1, "weak-group", Duration.ofSeconds(6)),
                        new MemoryDeadLetters())) {
            assertThat(onIt.brokerCheck().run())
                    .singleElement()
                    .asString()
                    .contains("flushDiskType=ASYNC_FLUSH", "set SYNC_FLUSH");

            weak.kill();
            assertThat(onIt.brokerCheck().run()).singleElement().asString().contains("could not be read");
        }
    }

    @Test
    void tellsHowLongTheOldestRecordWaits_andThatNoneDoesWhenAllAreConsumed() throws Exception {
        assertThat(lag()).isEqualTo(new LogLag(Map.of(), Duration.ofHours(168)));

        long before = System.nanoTime();
        append(1, 10);
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        append(11, 12);
        Duration age = Duration.ofNanos(System.nanoTime() - before);

        assertThat(lag().waiting()).hasSize(1);
        assertThat(lag().oldest()).isBetween(age.minusMillis(900), age.plusMillis(900));

        Received received = new Received();
        try (AutoCloseable consumption = log.consume(received)) {
            await().atMost(PATIENCE).until(() -> received.records.size() == 12);
            await().atMost(PATIENCE).until(() -> lag().waiting().isEmpty());
            append(13, 13);
            await().atMost(PATIENCE).until(() -> received.records.size() == 13);
            await().atMost(PATIENCE).until(() -> lag().waiting().isEmpty());
        }
        append(14, 14);
        assertThat(lag().oldest()).isLessThan(Duration.ofSeconds(2));
        assertThat(log.lag(Optional.of(Duration.ofHours(5))).get().kept()).isEqualTo(Duration.ofHours(5));
    }
}
