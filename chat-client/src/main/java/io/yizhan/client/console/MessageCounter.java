package io.yizhan.client.console;

import java.time.Duration;

/** Counts messages received, for scripts that wait for some. Thread-safe. */
final class MessageCounter {
    private long count;

    synchronized void received() {
        count++;
        notifyAll();
    }

    /** Waits until {@code expected} were received in all; false when {@code limit} passed before. */
    synchronized boolean await(long expected, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (count < expected) {
            long leftMs = (end - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }
}
