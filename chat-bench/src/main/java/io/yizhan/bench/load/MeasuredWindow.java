package io.yizhan.bench.load;

import java.time.Duration;

/**
 * When a run begins, and which part of it counts; as {@link System#nanoTime()} counts.
 *
 * @param beginNanos the first send
 * @param fromNanos the warm-up is over
 * @param endNanos the last send
 */
record MeasuredWindow(long beginNanos, long fromNanos, long endNanos) {
    static MeasuredWindow startingAt(long beginNanos, Duration warmUp, Duration measured) {
        long from = beginNanos + warmUp.toNanos();
        return new MeasuredWindow(beginNanos, from, from + measured.toNanos());
    }

    boolean contains(long nanos) {
        return nanos - fromNanos >= 0 && nanos - endNanos < 0;
    }

    boolean isOver(long nanos) {
        return nanos - endNanos >= 0;
    }
}
