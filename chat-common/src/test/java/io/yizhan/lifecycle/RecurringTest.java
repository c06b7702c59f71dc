package io.yizhan.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class RecurringTest {
    private static final Logger log = LoggerFactory.getLogger(RecurringTest.class);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    interface Start {
        ScheduledFuture<?> start(Recurring work, ScheduledExecutorService timer);
    }

    static Stream<Start> ways() {
        return Stream.of(
                (work, timer) -> work.withPauses(timer, PAUSE),
                (work, timer) -> work.withPauses(timer, Duration.ZERO, PAUSE),
                (work, timer) -> work.atRate(timer, Duration.ZERO, PAUSE));
    }

    @AfterEach
    void endTimer() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void goesOnBehindATurnThatFailed_untilItIsCancelled(Start way) {
        AtomicInteger turns = new AtomicInteger();
        Recurring work = new Recurring(log, "Every third turn does nothing", () -> {
            if (turns.incrementAndGet() % 3 == 0) {
                throw new IllegalStateException("Turn: " + turns);
            }
        });
        ScheduledFuture<?> repeated = way.start(work, timer);

        await().untilAsserted(() -> assertThat(turns).hasValueGreaterThan(7));
        assertThat(repeated.cancel(false)).isTrue();
    }
}
