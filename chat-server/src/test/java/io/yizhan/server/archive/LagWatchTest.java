package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LagWatchTest {
    private static final String LATE = "sends are refused from four fifths on";
    private static final String TOO_LATE = "sends are refused";
    private static final Duration KEPT = Duration.ofHours(100);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Supplier<LogLag>> measure = new AtomicReference<>();
    private final LagWatch watch = new LagWatch(() -> measure.get().get(), nanos::get);
    private final Logger logger = (Logger) LoggerFactory.getLogger(LagWatch.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        watch.close();
    }

    private void look(int... hours) {
        measure.set(() -> lag(hours));
        watch.look();
    }

    private static LogLag lag(int... hours) {
        Map<String, Duration> waiting = new java.util.TreeMap<>();
        for (int queue = 0; queue < hours.length; queue++) {
            waiting.put("broker/" + queue, Duration.ofHours(hours[queue]));
        }
        return new LogLag(waiting, KEPT);
    }

    /** What the warnings said of the sends. */
    private List<String> warnings() {
        return logged.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(event -> event.getFormattedMessage().replaceFirst(".*(sends are refused[^.]*).*", "$1"))
                .toList();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void saysNothing_whileRecordsAreConsumedInTime() {
        look();
        look(1, 49, 30);

        assertThat(warnings()).isEmpty();
        assertThat(watch.isTooLate()).isFalse();
        assertThat(watch.latest()).contains(lag(1, 49, 30));
        assertThat(lag(1, 49, 30).oldest()).isEqualTo(Duration.ofHours(49));
    }

    @Test
    void warnsOnceInTenMinutes_whenARecordHasWaitedHalfOfItsTime() {
        look(3, 50);
        pass(Duration.ofMinutes(9));
        look(3, 51);
        assertThat(warnings()).containsExactly(LATE);

        pass(Duration.ofMinutes(1));
        look(3, 52);

        assertThat(warnings()).containsExactly(LATE, LATE);
        assertThat(watch.isTooLate()).isFalse();
    }

    @Test
    void takesNoMoreIn_fromFourFifthsOn_untilItHasCaughtUp() {
        look(60);
        look(80);
        assertThat(watch.isTooLate()).isTrue();
        assertThat(warnings()).containsExactly(LATE, TOO_LATE);

        look(79);
        assertThat(watch.isTooLate()).isFalse();
        look(2);
        look(80);
        assertThat(watch.isTooLate()).isTrue();
        assertThat(warnings()).containsExactly(LATE, TOO_LATE, TOO_LATE);
    }

    @Test
    void keepsWhatItKnew_whenTheLogDoesNotAnswer() {
        look(90);
        measure.set(() -> {
            throw new ArchiveUnavailableException("away");
        });
        watch.look();
        watch.look();

        assertThat(watch.isTooLate()).isTrue();
        assertThat(warnings())
                .containsExactly(
                        TOO_LATE, "How far the persister is behind is not known: ArchiveUnavailableException: away");
        look(1);
        assertThat(watch.isTooLate()).isFalse();
    }

    @Test
    void knowsNothing_beforeTheFirstLook() {
        assertThat(watch.latest()).isEmpty();
        assertThat(watch.isTooLate()).isFalse();
    }

    @Test
    void refusesALogThatKeepsNothing() {
        assertThatThrownBy(() -> new LogLag(Map.of(), Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
