package io.yizhan.server.archive.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.v2.Content;
import chat.v2.ContentType;
import com.google.protobuf.ByteString;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import io.yizhan.server.archive.Records;
import io.yizhan.server.config.DatabaseConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that takes short statements only. */
class SmallPacketIT {
    /** The most that a client may send as {@code data}. */
    private static final int LARGEST = 64 << 10;

    @TempDir
    private static Path directory;

    private static EmbeddedMariaDb server;

    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();
    private MySqlDatabase database;
    private MySqlDeadLetters deadLetters;
    private MySqlMessageStore store;

    @BeforeAll
    static void start() {
        server = EmbeddedMariaDb.start(directory, 0);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private void open(int maxAllowedPacket) throws SQLException {
        DatabaseConfig config =
                new DatabaseConfig(server.jdbcUrl(), server.user(), server.password(), 2, Duration.ofSeconds(10));
        TestDatabase.execute(config, "SET GLOBAL max_allowed_packet = " + maxAllowedPacket);
        database = MySqlDatabase.open(config);
        deadLetters = new MySqlDeadLetters(database);
        store = new MySqlMessageStore(database, deadLetters);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** A message of bytes that take the most room in a statement. */
    private LogRecord.Stored message(long seq, int bytes) {
        Content content = Content.newBuilder()
                .setType(ContentType.CUSTOM)
                .setData(ByteString.copyFrom(new byte[bytes]))
                .build();
        LogRecord.Stored stored = (LogRecord.Stored) Records.stored(conversation, seq, device);
        return new LogRecord.Stored(
                conversation, stored.message().toBuilder().setContent(content).build(), stored.contentHash());
    }

    private Slice all() {
        return store.read(new Range(conversation, 1, Long.MAX_VALUE, 1_000, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void writesABatchOfTheLargestMessages() throws SQLException {
        open(1 << 20);

        store.write(LongStream.rangeClosed(1, 64)
                .<LogRecord>mapToObj(seq -> message(seq, LARGEST))
                .toList());

        assertThat(all().completeTo()).isEqualTo(64);
        assertThat(deadLetters.waiting(0, 10)).isEmpty();
    }

    @Test
    void putsAsideWhatFitsIntoNoStatement_andWritesItsNeighbours() throws SQLException {
        open(1 << 20);
        List<LogRecord> batch = List.of(message(1, 10), message(2, 600 << 10), message(3, 10));

        store.write(batch);
        store.write(batch);

        assertThat(all().messages()).hasSize(2);
        assertThat(deadLetters.waiting(0, 10))
                .extracting(DeadLetters.Kept::letter)
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.seq()).isEqualTo(2);
                    assertThat(letter.record()).isEmpty();
                    assertThat(letter.reason()).startsWith("Too long for the database's max_allowed_packet (61");
                });
        deadLetters.waiting(0, 10).forEach(kept -> deadLetters.settle(kept.id()));
    }

    @Test
    void isNotGoodEnough_whenAMessageMayBeTooLong() throws SQLException {
        open(144 << 10);
        assertThatThrownBy(database::requireRoomForEveryMessage)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("max_allowed_packet to 149504 or more: 147456");
        database.close();

        open(149_504);
        assertThatCode(database::requireRoomForEveryMessage).doesNotThrowAnyException();
        store.write(List.of(message(1, LARGEST)));

        assertThat(all().completeTo()).isEqualTo(1);
    }
}
