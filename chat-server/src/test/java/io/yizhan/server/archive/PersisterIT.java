package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.run;
import static io.yizhan.server.archive.Records.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.mysql.TestDatabase;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.archive.rocketmq.TestRocketMq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the real log into the real store. */
class PersisterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MySqlDatabase database = TestDatabase.open();
    private final MySqlDeadLetters deadLetters = new MySqlDeadLetters(database);
    private final MessageStore store = new MySqlMessageStore(database, deadLetters);
    private final MessageLog log = RocketMqMessageLog.open(TestRocketMq.config(8), deadLetters);
    private final LongAdder seen = new LongAdder();
    private final List<LogRecord.Stored> late = new CopyOnWriteArrayList<>();
    private final Persister persister = new Persister(log, store, late::addAll, batch -> seen.add(batch.size()));
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    @AfterEach
    void close() {
        persister.close();
        log.close();
        database.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private long completeTo(ConversationId id) {
        return get(store.completeTo(List.of(id))).get(id);
    }

    private List<Long> seqs(ConversationId id) {
        List<Long> seqs = new ArrayList<>();
        long next = 1;
        MessageStore.Slice slice;
        do {
            slice = get(store.read(new Range(id, next, Long.MAX_VALUE, 1_000, 1 << 24, false)));
            slice.messages().forEach(message -> seqs.add(message.getSeq()));
            next = seqs.isEmpty() ? next : seqs.get(seqs.size() - 1) + 1;
        } while (slice.more());
        return seqs;
    }

    /** {@code count} messages spread over {@code conversations}, 20 to an append. */
    private void append(List<ConversationId> conversations, int count) {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        int each = count / conversations.size();
        for (int from = 1; from <= each; from += 20) {
            for (ConversationId id : conversations) {
                appends.add(log.append(run(id, from, Math.min(each, from + 19), device + id.hashCode()))
                        .toCompletableFuture());
            }
        }
        get(CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)));
    }

    @Test
    void landsTenThousandOnce_whenTheyWereThereBeforeTheGroup_andComeTwice() {
        List<ConversationId> conversations =
                Stream.generate(Records::conversation).limit(10).toList();
        append(conversations, 10_000);

        persister.start();
        await().atMost(PATIENCE).until(() -> conversations.stream().allMatch(id -> completeTo(id) == 1_000));
        append(conversations, 10_000);
        await().atMost(PATIENCE).until(() -> persister.written() >= 20_000);

        for (ConversationId id : conversations) {
            assertThat(seqs(id)).hasSize(1_000).isSorted().doesNotHaveDuplicates();
            assertThat(completeTo(id)).isEqualTo(1_000);
        }
        assertThat(seen.sum()).isEqualTo(persister.written());
    }

    @Test
    void catchesUp_whenTheStoreWasAway() {
        AtomicBoolean away = new AtomicBoolean(true);
        StoreThatGoesAway broken = new StoreThatGoesAway(store, away);
        try (Persister other = new Persister(log, broken, Records.noneLate(), batch -> {})) {
            other.start();
            get(log.append(run(conversation, 1, 500, device)));
            await().atMost(PATIENCE).until(() -> broken.refused() > 1);
            assertThat(other.written()).isZero();

            away.set(false);

            await().atMost(PATIENCE).until(() -> completeTo(conversation) == 500);
        }
    }

    @Test
    void closesTheHole_andHandsOverAMessageThatComesLateForIt() {
        persister.start();
        try (HoleCloser one = new HoleCloser(store, log, Duration.ofSeconds(1));
                HoleCloser other = new HoleCloser(store, log, Duration.ofSeconds(1))) {
            one.start();
            other.start();
            get(log.append(run(conversation, 1, 3, device)));
            get(log.append(run(conversation, 6, 7, device)));

            await().atMost(PATIENCE).until(() -> completeTo(conversation) == 7);
        }

        LogRecord.Stored tooLate = stored(conversation, 5, device);
        get(log.append(List.of(tooLate, stored(conversation, 8, device))));
        await().atMost(PATIENCE).until(() -> completeTo(conversation) == 8);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(late).containsOnly(tooLate));
        assertThat(seqs(conversation)).containsExactly(1L, 2L, 3L, 6L, 7L, 8L);
    }

    @Test
    void keepsTheNumberOfADeadLetterOpen_whateverDeclaresItEmpty() {
        Message nobody = Records.message(conversation, 2, "no valid device!", 2);
        get(log.append(List.of(
                stored(conversation, 1, device),
                new LogRecord.Stored(conversation, nobody, 1),
                stored(conversation, 3, device))));
        persister.start();
        await().atMost(PATIENCE).until(() -> seqs(conversation).size() == 2);

        get(log.append(List.of(new LogRecord.Void(conversation, 1, 5))));

        await().atMost(PATIENCE).until(() -> persister.written() >= 3);
        assertThat(completeTo(conversation)).isEqualTo(1);
        assertThat(get(store.holes(10_000)))
                .noneMatch(hole -> hole.conversation().equals(conversation));
        assertThat(seqs(conversation)).containsExactly(1L, 3L);
    }
}
