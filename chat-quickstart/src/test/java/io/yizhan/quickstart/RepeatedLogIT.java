package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.config.RocketMqConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every record stands in the log twice: devices and the database do not notice. */
@Tag("long")
class RepeatedLogIT {
    private static final int COUNT = 300;

    /** Devices look for news often, so that what a copy could stir up shows at once. */
    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2, "--client.heartbeat=1s");

    @Test
    void showsAndWritesNothingAgain_whenTheLogHoldsCopies() throws Exception {
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        List<SendReceipt> stored = Person.allStored(alice.sendMany("bob", COUNT, "m"));
        bob.hasSeenExactly(alice, stored, "m");
        await().atMost(Person.LIMIT).until(() -> rows().size() == COUNT);
        List<String> before = rows();

        try (RocketMqMessageLog log = open("yizhan-persister")) {
            log.append(all())
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            await().atMost(Person.LIMIT)
                    .until(() -> log.lag(Optional.of(Duration.ofHours(1)))
                            .get()
                            .oldest()
                            .isZero());
        }

        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() -> bob.shownCount() == COUNT && alice.shownCount() == 0);
        bob.hasSeenExactly(alice, stored, "m");
        assertThat(rows()).isEqualTo(before);
        assertThat(bob.disconnects()).isEmpty();
    }

    private static RocketMqMessageLog open(String group) {
        String nameServers = cluster.running().middleware().rocketmq().nameServers();
        return RocketMqMessageLog.open(
                new RocketMqConfig(nameServers, "yizhan-messages", 8, group, Duration.ofSeconds(6)),
                new MemoryDeadLetters());
    }

    /** The records that the workers have written. */
    private static List<LogRecord> all() throws Exception {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        try (RocketMqMessageLog log = open("a-second-reader");
                AutoCloseable consumption = log.consume(records::addAll)) {
            await().atMost(Person.LIMIT).until(() -> records.size() >= COUNT);
        }
        return records;
    }

    private static List<String> rows() throws SQLException {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "SELECT CONCAT_WS(' ', conversation_id, seq, to_seq, kind, message_id, stored_at, MD5(body))"
                                + " FROM message ORDER BY conversation_id, seq")) {
            List<String> rows = new java.util.ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        }
    }
}
