package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What an operator reads when numbers go on in another epoch. */
class EpochWarningIT {
    @TempDir
    private Path directory;

    private final Logger log = (Logger) LoggerFactory.getLogger(EpochGuards.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private EmbeddedRedis redis;

    @BeforeEach
    void start() {
        redis = EmbeddedRedis.start(directory, 0);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stop() {
        log.detachAppender(lines);
        redis.close();
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void namesBothEpochsAndTheParts_onceForEachTime() {
        try (NumberingWorker worker = new NumberingWorker(redis, new MemoryEpochRegister(), NumberingWorker.GUARDED)) {
            worker.number("g");
            assertThat(warnings()).isEmpty();

            worker.client().flushAll();
            worker.number("g");
            worker.number("another");
            assertThat(warnings())
                    .containsExactly("Epoch raised from 0 to 1, Redis may have lost numbers; parts: 0-255");

            worker.client().del("im:guard:{3}", "im:guard:{4}", "im:guard:{5}", "im:guard:{200}");
            Stages.get(worker.guards().renew());
            assertThat(warnings())
                    .hasSize(2)
                    .last()
                    .isEqualTo("Epoch raised from 1 to 2, Redis may have lost numbers; parts: 3-5, 200");
        }
    }

    @Test
    void namesThePartsThatStayInAnOlderEpoch() {
        Meddling register = new Meddling();
        try (NumberingWorker worker = new NumberingWorker(redis, register, NumberingWorker.GUARDED)) {
            worker.number("g");
            String guard = worker.client().get("im:guard:{7}");
            worker.client().flushAll();
            register.meddle = () -> worker.client().set("im:guard:{7}", guard);

            worker.number("g");

            assertThat(warnings())
                    .containsExactly(
                            "Epoch raised from 0 to 1, Redis may have lost numbers; parts: 0-6, 8-255",
                            "Parts whose guard Redis did not take keep theirs, of an epoch before 1: 7");
        }
    }

    /** Lets something happen between the look at the guards and their renewal. */
    private static final class Meddling implements EpochRegister {
        private final EpochRegister real = new MemoryEpochRegister();
        private volatile Runnable meddle = () -> {};

        @Override
        public Turn turn(Duration limit) {
            Turn turn = real.turn(limit);
            return new Turn() {
                @Override
                public long present() {
                    return turn.present();
                }

                @Override
                public long raise(long other) {
                    meddle.run();
                    return turn.raise(other);
                }

                @Override
                public void close() {
                    turn.close();
                }
            };
        }
    }
}
