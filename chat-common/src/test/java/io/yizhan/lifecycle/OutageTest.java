package io.yizhan.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {
    private static final RuntimeException AWAY = new IllegalStateException("away");

    private final AtomicLong nanos = new AtomicLong();
    private final Logger log = (Logger) LoggerFactory.getLogger(OutageTest.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Outage outage = new Outage(log, "Letters are not posted", nanos::get);

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

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private List<String> told() {
        return lines.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void tellsWhenItBegins_onceAMinute_andWhenItIsOver() {
        outage.over();
        for (int second = 0; second < 90; second++) {
            outage.failed(AWAY);
            outage.failed(AWAY);
            pass(1);
        }
        outage.over();
        outage.over();

        assertThat(told())
                .containsExactly(
                        "WARN Letters are not posted: IllegalStateException: away",
                        "WARN Letters are not posted, for 60 s by now, 121 times: IllegalStateException: away",
                        "INFO Works again after 90 s: Letters are not posted");
        assertThat(lines.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .allMatch(event -> event.getThrowableProxy() == null);
    }

    @Test
    void tellsTheNextOneAtOnce_unlessItCameJustNow() {
        outage.failed(AWAY);
        outage.over();
        pass(9);
        outage.failed(AWAY);
        outage.over();
        pass(1);
        outage.failed(AWAY);
        outage.over();

        assertThat(told()).filteredOn(line -> line.startsWith("WARN")).hasSize(2);
        assertThat(told()).filteredOn(line -> line.startsWith("INFO")).hasSize(2);
    }

    @Test
    void saysWhatFailedAndWhyInTheEnd() {
        Throwable failure = new CompletionException(new IllegalArgumentException(
                "Not written", new RuntimeException("\n### between", new IllegalStateException("refused\nat line 1"))));

        assertThat(Outage.inOneLine(failure))
                .isEqualTo("IllegalArgumentException: Not written (IllegalStateException: refused)");
        assertThat(Outage.inOneLine(new IllegalStateException())).isEqualTo("IllegalStateException: null");
    }
}
