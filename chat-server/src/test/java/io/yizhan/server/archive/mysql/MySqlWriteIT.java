package io.yizhan.server.archive.mysql;

import static io.yizhan.server.archive.Records.message;
import static io.yizhan.server.archive.Records.run;
import static io.yizhan.server.archive.Records.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.ibatis.session.SqlSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What only a database can get wrong. */
class MySqlWriteIT {
    private static MySqlDatabase database;

    private final MemoryDeadLetters deadLetters = new MemoryDeadLetters();
    private final MySqlMessageStore store = new MySqlMessageStore(database, deadLetters);
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    @BeforeAll
    static void open() {
        database = TestDatabase.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private Slice all() {
        return store.read(new Range(conversation, 1, Long.MAX_VALUE, 1_000, 1 << 20, false))
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** As that of a worker that hangs; the broker gives its queues to others, who write to the same conversations. */
    @Test
    void letsOthersWrite_whenAWriterHangsInItsTransaction() throws Exception {
        store.write(run(conversation, 1, 1, device));
        try (SqlSession hangs = database.sessions().openSession(false)) {
            hangs.getMapper(WriteMapper.class).lock(List.of(conversation.value()));

            await().atMost(Duration.ofSeconds(20))
                    .ignoreException(ArchiveUnavailableException.class)
                    .until(() -> {
                        store.write(run(conversation, 2, 2, device));
                        return true;
                    });
        }

        assertThat(all().messages()).hasSize(2);
    }

    @Test
    void putsTheBadRowAside_andWritesItsNeighbours() {
        List<LogRecord> batch = new ArrayList<>(run(conversation, 1, 50, device));
        LogRecord bad = new LogRecord.Stored(conversation, message(conversation, 23, "d".repeat(65), 23), 23);
        batch.set(22, bad);

        store.write(batch);
        store.write(batch);

        assertThat(all().messages()).hasSize(49);
        assertThat(all().completeTo()).isEqualTo(22);
        assertThat(deadLetters.all()).singleElement().satisfies(letter -> {
            assertThat(letter.seq()).isEqualTo(23);
            assertThat(letter.conversation()).isEqualTo(conversation.value());
        });
    }

    @Test
    void keepsAMessageWhoseNumberIsAnothers_amongTheDeadLetters() {
        store.write(List.of(stored(conversation, 1, device)));

        store.write(List.of(stored(conversation, 1, Records.device()), stored(conversation, 2, device)));

        assertThat(all().messages()).hasSize(2);
        assertThat(all().messages().get(0).getFromDeviceId()).isEqualTo(device);
        assertThat(deadLetters.all()).hasSize(1);
    }

    @Test
    void keepsADeadLetterOnce_andWaitsForItsReplay() {
        MySqlDeadLetters real = new MySqlDeadLetters(database);
        MySqlMessageStore realStore = new MySqlMessageStore(database, real);
        LogRecord bad = new LogRecord.Stored(conversation, message(conversation, 2, "d".repeat(65), 2), 2);
        List<LogRecord> batch = List.of(stored(conversation, 1, device), bad, stored(conversation, 3, device));
        realStore.write(batch);
        realStore.write(batch);
        realStore.write(List.of(new LogRecord.Void(conversation, 1, 3)));
        assertThat(all().completeTo()).isEqualTo(1);

        realStore.write(List.of(stored(conversation, 2, device)));

        assertThat(all().completeTo()).isEqualTo(3);
    }

    @Test
    void settlesEverything_whenWritersMeetInEveryOrder() throws Exception {
        List<ConversationId> conversations =
                Stream.generate(Records::conversation).limit(12).toList();
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Random random = new Random(writer);
            writers.add(() -> writeAll(conversations, random));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Integer> written : threads.invokeAll(writers, 120, TimeUnit.SECONDS)) {
                assertThat(written.get()).isEqualTo(12 * 60);
            }
        } finally {
            threads.shutdownNow();
        }

        Map<ConversationId, Long> complete = store.completeTo(conversations)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        assertThat(complete).hasSize(12).allSatisfy((id, seq) -> assertThat(seq).isEqualTo(60));
        assertThat(deadLetters.all()).isEmpty();
    }

    /** The same records as every other writer, in an order of its own. */
    private int writeAll(List<ConversationId> conversations, Random random) {
        List<LogRecord> records = new ArrayList<>();
        conversations.forEach(id -> records.addAll(run(id, 1, 60, device + id.hashCode())));
        Collections.shuffle(records, random);
        for (int from = 0; from < records.size(); from += 36) {
            store.write(records.subList(from, from + 36));
        }
        return records.size();
    }
}
