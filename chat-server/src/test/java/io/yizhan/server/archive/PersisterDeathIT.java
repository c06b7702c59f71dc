package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.TestDatabase;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.archive.rocketmq.TestRocketMq;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.server.config.RocketMqConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Processes that write the log are killed between the commit of the database and that of the offset, or whenever it
 * hits them, one after the other; the last one finds each message once.
 */
class PersisterDeathIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int LINES = 4;
    private static final int KILLS = 1;
    private static final int EACH = 1_500;

    private final Random random = new Random(27);

    @Test
    void writesEachOnce_whenProcessesDieAfterTheCommit_orAnywhere() throws Exception {
        List<Integer> orders = IntStream.range(0, LINES)
                .mapToObj(line -> 1 + random.nextInt(12))
                .toList();
        List<CompletableFuture<Void>> lines = IntStream.range(0, LINES)
                .mapToObj(line -> CompletableFuture.runAsync(() -> {
                    try {
                        oneLine(line % 2 == 0, orders.get(line));
                    } catch (Exception e) {
                        throw new AssertionError("A line of processes failed", e);
                    }
                }))
                .toList();
        CompletableFuture.allOf(lines.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
    }

    /** One log and one database; each process goes on where the one before it was killed. */
    private static void oneLine(boolean afterACommit, int commits) throws Exception {
        RocketMqConfig config = TestRocketMq.config(4);
        DatabaseConfig database = TestDatabase.fresh();
        MySqlDatabase.open(database).close();
        List<ConversationId> conversations = append(config);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = PersisterProcess.start(config, database, afterACommit ? commits + kill : 0);
            try {
                long before = count(database);
                if (afterACommit) {
                    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                    assertThat(process.exitValue()).isEqualTo(PersisterProcess.KILLED);
                } else {
                    // a fast one may have written all before it is hit
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> count(database) > before || complete(database) == conversations.size());
                }
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
        Process last = PersisterProcess.start(config, database, 0);
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(complete(database)).isEqualTo(conversations.size()));
        } finally {
            last.destroyForcibly().waitFor();
        }
        assertThat(count(database)).isEqualTo((long) conversations.size() * EACH);
        assertThat(TestDatabase.rows(database, "SELECT kind FROM message WHERE kind <> 'message'"))
                .isEmpty();
        assertThat(TestDatabase.rows(database, "SELECT reason FROM dead_letter"))
                .isEmpty();
    }

    private static List<ConversationId> append(RocketMqConfig config) {
        List<ConversationId> conversations = List.of(Records.conversation(), Records.conversation());
        try (RocketMqMessageLog log = RocketMqMessageLog.open(config, new MemoryDeadLetters())) {
            List<CompletableFuture<Void>> appends = new ArrayList<>();
            for (ConversationId id : conversations) {
                appends.add(log.append(run(id, 1, EACH, Records.device())).toCompletableFuture());
            }
            CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new))
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }
        return conversations;
    }

    private static long count(DatabaseConfig database) throws Exception {
        return Long.parseLong(
                TestDatabase.rows(database, "SELECT COUNT(*) FROM message").get(0));
    }

    private static int complete(DatabaseConfig database) throws Exception {
        return TestDatabase.rows(database, "SELECT conversation_id FROM conversation WHERE complete_seq = " + EACH)
                .size();
    }
}
