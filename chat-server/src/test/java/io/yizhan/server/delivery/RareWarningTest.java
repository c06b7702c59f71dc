package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RareWarningTest {
    private final World world = new World();
    private final Logger log = (Logger) LoggerFactory.getLogger(DurableAppend.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final DurableAppend append = new DurableAppend(world.log, world.clock);

    @BeforeEach
    void listen() {
        world.log.fails();
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
    }

    private List<String> told() {
        return lines.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .map(line -> line.replaceFirst(": [A-Z]\\w+Exception: .*", ""))
                .toList();
    }

    /** A batch that fails at once: its time is up. */
    private void failOne() throws InterruptedException {
        assertThat(append.append(List.of(), new Deadline(world.clock, world.clock.nanos())))
                .isEqualTo(DurableAppend.Outcome.UNKNOWN);
    }

    @Test
    void tellsTheFirstOfAnOutage_thenOneLineEachTenSeconds_withHowManyThereWere() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            failOne();
            world.clock.go(250);
        }
        assertThat(lines.list).allMatch(event -> event.getLevel() == Level.DEBUG || event.getThrowableProxy() == null);
        assertThat(told())
                .map(line -> line.replace(": 0 records", ""))
                .containsExactly(
                        "A batch was not stored in time, its senders are told so",
                        "A batch was not stored in time, its senders are told so"
                                + "; and 39 times more since the last such line",
                        "A batch was not stored in time, its senders are told so"
                                + "; and 39 times more since the last such line");
    }

    @Test
    void tellsTheNextOutageAtOnce() throws InterruptedException {
        failOne();
        world.clock.go(10_000);
        failOne();
        assertThat(told()).hasSize(2).allMatch(line -> line.endsWith(": 0 records"));
    }
}
