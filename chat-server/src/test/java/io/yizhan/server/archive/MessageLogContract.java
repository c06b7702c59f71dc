package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.ConversationId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every message log promises. Each test gets a log of its own, without records. */
public abstract class MessageLogContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    protected abstract MessageLog log();

    protected static void get(CompletionStage<?> stage) {
        stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void deliversAllInOrder_whenAppendsDoNotWaitForEachOther() throws Exception {
        ConversationId other = Records.conversation();
        List<LogRecord> expected = run(conversation, 1, 5_000, device);
        List<LogRecord> expectedOther = run(other, 1, 5_000, device);
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (int from = 0; from < 5_000; from += 20) {
            List<LogRecord> both = Stream.concat(
                            expected.subList(from, from + 20).stream(), expectedOther.subList(from, from + 20).stream())
                    .toList();
            appends.add(log().append(both).toCompletableFuture());
        }
        get(CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)));

        Received received = new Received();
        try (AutoCloseable consumption = log().consume(received)) {
            await().atMost(PATIENCE).until(() -> received.records.size() >= 10_000);
        }

        assertThat(received.of(conversation)).isEqualTo(expected);
        assertThat(received.of(other)).isEqualTo(expectedOther);
    }

    @Test
    void deliversWhatComesLater_toAConsumerThatWaits() throws Exception {
        Received received = new Received();
        try (AutoCloseable consumption = log().consume(received)) {
            LogRecord nothing = new LogRecord.Void(conversation, 3, 9);
            get(log().append(run(conversation, 1, 2, device)));
            get(log().append(List.of(nothing)));

            await().atMost(PATIENCE).until(() -> received.records.size() >= 3);
            assertThat(received.records.get(2)).isEqualTo(nothing);
        }
    }

    @Test
    void deliversTheBatchAgain_whenTheConsumerThrows() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        Received received = new Received();
        get(log().append(run(conversation, 1, 10, device)));

        MessageLog.Consumer failing = batch -> {
            if (failures.getAndDecrement() > 0) {
                throw new IOException("Not now");
            }
            received.accept(batch);
        };
        try (AutoCloseable consumption = log().consume(failing)) {
            await().atMost(PATIENCE).until(() -> received.records.size() >= 10);
        }

        assertThat(received.records).isEqualTo(run(conversation, 1, 10, device));
    }

    @Test
    void goesOnWhereTheFirstConsumerStopped_whenAnotherStarts() throws Exception {
        Received first = new Received();
        get(log().append(run(conversation, 1, 50, device)));
        try (AutoCloseable consumption = log().consume(first)) {
            await().atMost(PATIENCE).until(() -> first.records.size() >= 50);
        }
        get(log().append(run(conversation, 51, 60, device)));

        Received second = new Received();
        try (AutoCloseable consumption = log().consume(second)) {
            await().atMost(PATIENCE).until(() -> second.records.size() >= 10);
        }
        assertThat(second.records).isEqualTo(run(conversation, 51, 60, device));
    }

    @Test
    void refusesRecords_whenClosed() {
        MessageLog closed = log();
        closed.close();

        assertThatThrownBy(() -> get(closed.append(run(conversation, 1, 1, device))))
                .hasCauseInstanceOf(ArchiveUnavailableException.class);
    }

    /** Keeps what it gets. */
    public static final class Received implements MessageLog.Consumer {
        public final List<LogRecord> records = new CopyOnWriteArrayList<>();

        @Override
        public void accept(List<LogRecord> batch) {
            records.addAll(batch);
        }

        public List<LogRecord> of(ConversationId conversation) {
            return records.stream()
                    .filter(record -> record.conversation().equals(conversation))
                    .toList();
        }
    }
}
