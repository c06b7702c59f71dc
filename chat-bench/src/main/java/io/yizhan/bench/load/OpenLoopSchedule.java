package io.yizhan.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When each message of an open loop is due, whatever became of those before: a worker that stalls makes the messages
 * late that were due meanwhile, and their latency counts from here.
 *
 * @param beginNanos when the first is due
 * @param perSecond how many a second
 */
record OpenLoopSchedule(long beginNanos, long perSecond) {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** @throws IllegalArgumentException for less than one a second */
    OpenLoopSchedule {
        if (perSecond < 1) {
            throw new IllegalArgumentException("A rate is at least 1 a second: " + perSecond);
        }
    }

    /** Waits until {@code due}. */
    static void await(long due) throws InterruptedException {
        for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(wait, LOOK_NANOS));
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while sending");
            }
        }
    }

    /** When message {@code number}, from 0, is due. Whole seconds apart, so that nothing adds up or overflows. */
    long dueNanos(long number) {
        return beginNanos + number / perSecond * SECOND + number % perSecond * SECOND / perSecond;
    }
}
