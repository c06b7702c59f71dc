package io.yizhan.server.archive.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRecordCodec;
import io.yizhan.server.archive.Records;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyContext;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogConsumptionTest {
    private static final int QUEUES = 8;

    private final AtomicBoolean away = new AtomicBoolean(true);
    private final Logger log = (Logger) LoggerFactory.getLogger(LogConsumption.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final LogConsumption consumption = new LogConsumption(
            batch -> {
                if (away.get()) {
                    throw new ArchiveUnavailableException(
                            "A batch was not written", new IllegalStateException("Connection refused"));
                }
            },
            new MemoryDeadLetters());

    @BeforeEach
    void listen() {
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    private ConsumeOrderlyStatus consume(int queue) {
        MessageExt message = new MessageExt();
        message.setBody(LogRecordCodec.encode(Records.stored(Records.conversation(), 1, Records.device())));
        return consumption.consumeMessage(
                List.of(message), new ConsumeOrderlyContext(new MessageQueue("topic", "broker", queue)));
    }

    private List<String> told() {
        return lines.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void tellsOnceThatTheDatabaseIsAway_forAllQueues_andOnceThatItIsBack() {
        for (int round = 0; round < 5; round++) {
            for (int queue = 0; queue < QUEUES; queue++) {
                assertThat(consume(queue)).isEqualTo(ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT);
            }
        }
        assertThat(told())
                .containsExactly("WARN Records are not written to the database; they wait in the log:"
                        + " ArchiveUnavailableException: A batch was not written"
                        + " (IllegalStateException: Connection refused)");
        assertThat(lines.list.get(0).getThrowableProxy()).isNull();

        away.set(false);
        for (int queue = 0; queue < QUEUES; queue++) {
            assertThat(consume(queue)).isEqualTo(ConsumeOrderlyStatus.SUCCESS);
        }

        assertThat(told()).hasSize(2).last().asString().startsWith("INFO Works again after 0 s: Records are not");
    }
}
