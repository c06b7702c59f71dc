package io.yizhan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void leaveOutWhatWasDueInTheWarmUp() {
        long now = System.nanoTime();
        Latencies latencies = new Latencies(MeasuredWindow.startingAt(now - MINUTE.toNanos(), MINUTE, MINUTE));

        latencies.through(now - TimeUnit.SECONDS.toNanos(1));

        assertThat(latencies.measured().count()).isZero();
        assertThat(latencies.finished()).isEqualTo(1); // it came within the measured time
        assertThat(latencies.recent().getTotalCount()).isEqualTo(1);
    }

    @Test
    void countFromWhenAMessageWasDue() {
        long now = System.nanoTime();
        Latencies latencies = new Latencies(MeasuredWindow.startingAt(now - MINUTE.toNanos(), Duration.ZERO, MINUTE));

        latencies.through(now - TimeUnit.SECONDS.toNanos(3));

        assertThat(latencies.measured().count()).isEqualTo(1);
        assertThat(latencies.measured().p50()).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toMicros(3));
        assertThat(latencies.measured().max()).isLessThan(TimeUnit.SECONDS.toMicros(60));
    }
}
