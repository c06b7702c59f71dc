package io.yizhan.server.cluster;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: doubling up to a cap, half of it random, so that peers do not dial in step.
 *
 * @param first the wait after the first failure, before jitter
 * @param cap the longest wait
 */
record Backoff(Duration first, Duration cap) {
    private static final int MAX_DOUBLINGS = 20;

    /** @param failures so far, in a row; 0 or more */
    Duration after(int failures) {
        long full = Math.min(cap.toMillis(), first.toMillis() << Math.min(failures, MAX_DOUBLINGS));
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }
}
