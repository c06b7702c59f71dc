package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageLogContract;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.config.RocketMqConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RocketMqMessageLogIT extends MessageLogContract {
    private final RocketMqConfig config = TestRocketMq.config(4);
    private final MemoryDeadLetters deadLetters = new MemoryDeadLetters();
    private final RocketMqMessageLog log = RocketMqMessageLog.open(config, deadLetters);

    @Override
    protected MessageLog log() {
        return log;
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void refusesToStart_whenTheTopicHasAnotherNumberOfQueues() {
        RocketMqConfig wrong = TestRocketMq.config(config.topic(), 5);

        assertThatThrownBy(() -> RocketMqMessageLog.open(wrong, deadLetters))
                .isInstanceOf(ArchiveUnavailableException.class)
                .hasMessageContaining("5 queues")
                .hasMessageContaining(config.topic());
    }

    @Test
    void refusesToStart_whenNoNameServerAnswers() {
        RocketMqConfig wrong = new RocketMqConfig("127.0.0.1:1", "topic", 4, "group", Duration.ofSeconds(1));

        assertThatThrownBy(() -> RocketMqMessageLog.open(wrong, deadLetters))
                .isInstanceOf(ArchiveUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void putsUnreadableRecordsAside_andGoesOn() throws Exception {
        ConversationId conversation = Records.conversation();
        DefaultMQProducer stranger = Clients.producer(config);
        stranger.start();
        byte[] garbage = "garbage \u0001\u0002".getBytes(StandardCharsets.UTF_8);
        stranger.send(new Message(config.topic(), garbage));
        stranger.shutdown();
        List<LogRecord> good = Records.run(conversation, 1, 20, Records.device());
        get(log.append(good));

        Received received = new Received();
        try (AutoCloseable consumption = log.consume(received)) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            received.records.size() >= 20 && deadLetters.all().size() == 1);
        }

        assertThat(received.records).isEqualTo(good);
        DeadLetters.Letter letter = deadLetters.all().get(0);
        assertThat(letter.record()).isEqualTo(garbage);
        assertThat(letter.hasPlace()).isFalse();
    }

    @Test
    void keepsOneConversationInOneQueue_whicheverLogAppends() throws Exception {
        ConversationId conversation = Records.conversation();
        String device = Records.device();
        try (RocketMqMessageLog second = RocketMqMessageLog.open(config, deadLetters)) {
            for (int seq = 1; seq <= 40; seq++) {
                get((seq % 2 == 0 ? log : second).append(Records.run(conversation, seq, seq, device)));
            }
        }

        Received received = new Received();
        try (AutoCloseable consumption = log.consume(received)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> received.records.size() >= 40);
        }
        assertThat(received.records).isEqualTo(Records.run(conversation, 1, 40, device));
    }

    @Test
    void appendsMoreThanOneBatchHolds() throws Exception {
        ConversationId conversation = Records.conversation();
        List<LogRecord> big = LongStream.rangeClosed(1, 100)
                .<LogRecord>mapToObj(seq -> big(conversation, seq))
                .toList();

        get(log.append(big));

        Received received = new Received();
        try (AutoCloseable consumption = log.consume(received)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> received.records.size() >= 100);
        }
        assertThat(received.records).isEqualTo(big);
    }

    private static LogRecord big(ConversationId conversation, long seq) {
        chat.v2.Message message = Records.message(conversation, seq, "device", seq);
        return new LogRecord.Stored(
                conversation,
                message.toBuilder()
                        .setContent(message.getContent().toBuilder().setText("x".repeat(64 << 10)))
                        .build(),
                seq);
    }

    @Test
    void leavesNothingInTheHomeDirectory() {
        assertThat(Files.exists(Path.of(System.getProperty("user.home"), "logs", "rocketmqlogs")))
                .isFalse();
    }
}
