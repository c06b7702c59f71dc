package io.yizhan.bench.crowd;

import io.yizhan.bench.result.Percentiles;
import io.yizhan.bench.result.WaveResult;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Logins that begin together, and how long each took. Thread-safe. */
final class Wave {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int DIGITS = 3;

    private final int size;
    private final long begunNanos = System.nanoTime();
    private final CountDownLatch open;
    private final ConcurrentHistogram times = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final ConcurrentMap<String, LongAdder> failures = new ConcurrentHashMap<>();

    Wave(int size) {
        this.size = size;
        this.open = new CountDownLatch(size);
    }

    /** When it began, as {@link System#nanoTime()} counts. */
    long begunNanos() {
        return begunNanos;
    }

    /**
     * One of the logins.
     *
     * @param fromNanos its time counts from here
     * @param settled called once, when it is over
     */
    CrowdListener login(long fromNanos, Runnable settled) {
        AtomicBoolean over = new AtomicBoolean();
        return new CrowdListener() {
            @Override
            public void loggedIn() {
                if (over.compareAndSet(false, true)) {
                    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - fromNanos);
                    times.recordValue(Math.min(LONGEST_MICROS, micros));
                    end();
                }
            }

            @Override
            public void ended(String why) {
                if (over.compareAndSet(false, true)) {
                    failures.computeIfAbsent(why, any -> new LongAdder()).increment();
                    end();
                }
            }

            private void end() {
                settled.run();
                open.countDown();
            }
        };
    }

    /** Waits until all are over. */
    WaveResult await() throws InterruptedException {
        open.await();
        double seconds = (System.nanoTime() - begunNanos) / SECOND;
        Map<String, Long> refused = new TreeMap<>();
        failures.forEach((why, count) -> refused.put(why, count.sum()));
        return new WaveResult(size, seconds, times.getTotalCount() / seconds, Percentiles.of(times), refused);
    }
}
