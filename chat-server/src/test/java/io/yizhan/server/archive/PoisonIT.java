package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.ChatCtl;
import io.yizhan.server.archive.DeadLetters.Kept;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.mysql.TestDatabase;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.archive.rocketmq.TestRocketMq;
import io.yizhan.server.archive.wire.LogEntry;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.server.config.RocketMqConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records that can never be written, in the one queue that all others share: nobody waits for them, none is lost. */
class PoisonIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NEIGHBOURS = 60;

    private final RocketMqConfig logConfig = TestRocketMq.config(1);
    private final ConversationId conversation = Records.conversation();
    private final String device = "0123456789abcdef";
    private final Map<Long, Long> writtenAt = new ConcurrentHashMap<>();
    private final StringWriter told = new StringWriter();
    private DatabaseConfig databaseConfig;
    private MySqlDatabase database;
    private MySqlDeadLetters letters;
    private MessageStore store;
    private MessageLog log;
    private Persister persister;

    @BeforeEach
    void open() throws Exception {
        databaseConfig = TestDatabase.fresh();
        database = MySqlDatabase.open(databaseConfig);
        letters = new MySqlDeadLetters(database);
        store = new MySqlMessageStore(database, letters);
        log = RocketMqMessageLog.open(logConfig, letters);
        persister = new Persister(log, store, Records.noneLate(), this::written);
        persister.start();
    }

    @AfterEach
    void close() {
        persister.close();
        log.close();
        database.close();
    }

    private void written(List<LogRecord> batch) {
        for (LogRecord record : batch) {
            if (record instanceof LogRecord.Stored stored) {
                writtenAt.putIfAbsent(stored.message().getMessageId(), System.nanoTime());
            }
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private long completeTo(ConversationId id) {
        return get(store.completeTo(List.of(id))).get(id);
    }

    private List<Long> seqs(ConversationId id) {
        return get(store.read(new Range(id, 1, 1_000, 1_000, 1 << 24, false))).messages().stream()
                .map(Message::getSeq)
                .toList();
    }

    /** Appends one by one, with poison between them, and gives the longest time from stored to written. */
    private Duration slowest(ConversationId neighbour, List<byte[]> poison) throws Exception {
        long slowest = 0;
        for (int seq = 1; seq <= NEIGHBOURS; seq++) {
            if (seq % 10 == 0) {
                TestRocketMq.send(logConfig, poison);
            }
            LogRecord.Stored record = stored(neighbour, seq, neighbour.value().substring(2, 18));
            get(log.append(List.of(record)));
            long storedAt = System.nanoTime();
            long id = record.message().getMessageId();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> writtenAt.containsKey(id));
            slowest = Math.max(slowest, writtenAt.get(id) - storedAt);
        }
        return Duration.ofNanos(slowest);
    }

    private static byte[] garbage(Random random) {
        byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] overLong() {
        Message message = Records.message(conversation, 2, device, 2);
        return LogRecordCodec.encode(new LogRecord.Stored(
                conversation,
                message.toBuilder()
                        .setContent(message.getContent().toBuilder().setText("x".repeat(1 << 20)))
                        .build(),
                1));
    }

    private byte[] unknownType() {
        return LogEntry.newBuilder()
                .setConversationId(conversation.value())
                .build()
                .toByteArray();
    }

    @Test
    void delaysNobody_andKeepsEachRecordOnce_whateverIsInTheLog() throws Exception {
        Random random = new Random(21);
        Duration without = slowest(Records.conversation(), List.of());
        List<byte[]> poison = List.of(garbage(random), overLong(), unknownType());
        ConversationId neighbour = Records.conversation();

        Duration with = slowest(neighbour, poison);

        assertThat(with).isLessThanOrEqualTo(without.plusSeconds(1));
        assertThat(completeTo(neighbour)).isEqualTo(NEIGHBOURS);
        int rounds = NEIGHBOURS / 10;
        List<Kept> waiting = letters.waiting(0, 1_000);
        assertThat(waiting).hasSize(rounds * poison.size());
        assertThat(waiting).filteredOn(kept -> kept.letter().hasPlace()).hasSize(rounds);
    }

    @Test
    void comesBackByReplay_whenItsCauseIsGone_andTwiceDoesNoHarm() throws Exception {
        TestDatabase.execute(databaseConfig, "ALTER TABLE message MODIFY device VARCHAR(8) NULL");
        List<LogRecord> records = new ArrayList<>();
        for (int seq = 1; seq <= 30; seq++) {
            records.add(stored(conversation, seq, seq == 7 || seq == 20 ? device : "phone"));
        }
        get(log.append(records));
        await().atMost(PATIENCE).until(() -> seqs(conversation).size() == 28);
        get(log.append(List.of(new LogRecord.Void(conversation, 1, 30), stored(conversation, 31, "phone"))));
        await().atMost(PATIENCE).until(() -> seqs(conversation).size() == 29);
        assertThat(completeTo(conversation)).isEqualTo(6);

        assertThat(chatctl("deadletter", "list")).isZero();
        assertThat(told.toString().lines()).hasSize(2).allMatch(line -> line.contains(conversation.value()));
        TestDatabase.execute(databaseConfig, "ALTER TABLE message MODIFY device VARCHAR(64) NULL");
        assertThat(chatctl("deadletter", "replay", "--all")).isZero();

        assertThat(told.toString().lines()).hasSize(2).allMatch(line -> line.endsWith("restored"));
        assertThat(completeTo(conversation)).isEqualTo(31);
        assertThat(seqs(conversation)).hasSize(31);
        long writes = persister.written();
        assertThat(chatctl("deadletter", "replay", "1", "2")).isZero();
        assertThat(persister.written()).isEqualTo(writes);
        assertThat(chatctl("deadletter", "list")).isZero();
        assertThat(told.toString()).contains("No dead letters wait.");
    }

    @Test
    void letsReadersGoOn_whenTheOperatorGivesItUp() throws Exception {
        Message nobody = Records.message(conversation, 2, "no valid device!", 2);
        get(log.append(List.of(
                stored(conversation, 1, device),
                new LogRecord.Stored(conversation, nobody, 1),
                stored(conversation, 3, device))));
        await().atMost(PATIENCE).until(() -> seqs(conversation).size() == 2);

        try (HoleCloser holes = new HoleCloser(store, log, Duration.ofMillis(500))) {
            holes.start();
            assertThat(chatctl("deadletter", "show", "1")).isZero();
            assertThat(told.toString()).contains(conversation.value() + " 2", "Not a sender");
            assertThat(completeTo(conversation)).isEqualTo(1);

            assertThat(chatctl("deadletter", "drop", "1")).isZero();

            await().atMost(PATIENCE).until(() -> completeTo(conversation) == 3);
        }
    }

    private int chatctl(String... command) {
        List<String> arguments = new ArrayList<>();
        Map.of(
                        "mesh.secret", "x".repeat(32),
                        "database.url", databaseConfig.url(),
                        "database.user", databaseConfig.user(),
                        "database.password", databaseConfig.password(),
                        "rocketmq.name-servers", logConfig.nameServers(),
                        "rocketmq.topic", logConfig.topic(),
                        "rocketmq.queues", "1",
                        "rocketmq.consumer-group", logConfig.consumerGroup())
                .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        arguments.addAll(List.of(command));
        told.getBuffer().setLength(0);
        return ChatCtl.commandLine()
                .setOut(new PrintWriter(told, true))
                .setErr(new PrintWriter(told, true))
                .execute(arguments.toArray(String[]::new));
    }
}
