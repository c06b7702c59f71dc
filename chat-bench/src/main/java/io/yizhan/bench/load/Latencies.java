package io.yizhan.bench.load;

import io.yizhan.bench.result.Percentiles;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The latencies of one kind in one run: those of the measured window, and for the screen those of late. Thread-safe.
 */
final class Latencies {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final MeasuredWindow window;
    private final ConcurrentHistogram measured = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final Recorder recent = new Recorder(LONGEST_MICROS, DIGITS);
    private final LongAdder finished = new LongAdder();

    Latencies(MeasuredWindow window) {
        this.window = window;
    }

    /** A message that was due at {@code dueNanos} is through now. */
    void through(long dueNanos) {
        long now = System.nanoTime();
        long micros = Math.min(LONGEST_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(now - dueNanos)));
        recent.recordValue(micros);
        if (window.contains(dueNanos)) {
            measured.recordValue(micros);
        }
        if (window.contains(now)) {
            finished.increment();
        }
    }

    /** Of the messages that were due within the window. */
    Percentiles measured() {
        return Percentiles.of(measured);
    }

    /** How many came through within the window. */
    long finished() {
        return finished.sum();
    }

    /** Of all messages since the last call; one caller. */
    Histogram recent() {
        return recent.getIntervalHistogram();
    }
}
