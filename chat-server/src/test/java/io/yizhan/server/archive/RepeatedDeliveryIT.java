package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.mysql.TestDatabase;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.archive.rocketmq.TestRocketMq;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.server.config.RocketMqConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log hands records out again: after an offset went back, as copies, after a commit that it never heard of. */
class RepeatedDeliveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int QUEUES = 16;
    private static final int EACH = 400;

    private final RocketMqConfig config = TestRocketMq.config(QUEUES);
    private final String device = Records.device();
    private final List<ConversationId> conversations =
            Stream.generate(Records::conversation).limit(QUEUES * 2).toList();
    private DatabaseConfig databaseConfig;
    private MySqlDatabase database;
    private MySqlDeadLetters letters;
    private MySqlMessageStore store;
    private RocketMqMessageLog log;

    @BeforeEach
    void open() throws Exception {
        databaseConfig = TestDatabase.fresh();
        database = MySqlDatabase.open(databaseConfig);
        letters = new MySqlDeadLetters(database);
        store = new MySqlMessageStore(database, letters);
        log = RocketMqMessageLog.open(config, letters);
    }

    @AfterEach
    void close() {
        log.close();
        database.close();
    }

    private void append() {
        List<CompletableFuture<Void>> appends = new ArrayList<>();
        for (ConversationId id : conversations) {
            for (int from = 1; from <= EACH; from += 50) {
                appends.add(
                        log.append(run(id, from, from + 49, device + id.value().hashCode()))
                                .toCompletableFuture());
            }
        }
        CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private void persist(long records) {
        try (Persister persister = new Persister(log, store, Records.noneLate(), batch -> {})) {
            persister.start();
            await().atMost(PATIENCE).until(() -> persister.written() >= records);
        }
    }

    private List<String> rows() throws Exception {
        return TestDatabase.rows(
                databaseConfig,
                "SELECT CONCAT_WS(' ', conversation_id, seq, to_seq, kind, message_id, client_msg_id, clash, stored_at,"
                        + " MD5(body)) FROM message ORDER BY conversation_id, seq");
    }

    @Test
    void changesNoRow_whenTheOffsetGoesBack_andWhenCopiesCome() throws Exception {
        int all = conversations.size() * EACH;
        append();
        persist(all);
        List<String> before = rows();
        assertThat(before).hasSize(all);

        TestRocketMq.resetOffsets(config);
        persist(all);
        assertThat(rows()).isEqualTo(before);

        append();
        persist(all);
        assertThat(rows()).isEqualTo(before);
        assertThat(letters.waiting(0, 10)).isEmpty();
    }

    @Test
    void writesEachOnce_whenTheOffsetIsNotCommittedAfterTheDatabase_twoHundredTimes() throws Exception {
        append();
        Set<LogRecord> failed = ConcurrentHashMap.newKeySet();
        Set<LogRecord> done = ConcurrentHashMap.newKeySet();
        MessageLog.Consumer dying = batch -> {
            store.write(batch);
            if (failed.add(batch.get(0)) && failed.size() <= 200) {
                throw new IllegalStateException("Died after the commit");
            }
            done.addAll(batch);
        };
        int all = conversations.size() * EACH;

        try (AutoCloseable consumption = log.consume(dying)) {
            await().atMost(PATIENCE).until(() -> done.size() == all);
        }

        assertThat(failed).hasSizeGreaterThanOrEqualTo(200);
        assertThat(rows()).hasSize(all);
        assertThat(store.completeTo(conversations).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .hasSize(conversations.size())
                .allSatisfy((id, complete) -> assertThat(complete).isEqualTo(EACH));
        assertThat(letters.waiting(0, 10)).isEmpty();
    }
}
