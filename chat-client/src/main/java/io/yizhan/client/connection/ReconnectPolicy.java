package io.yizhan.client.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a connection is tried again: full jitter, {@code rand(0, min(max, base * 2^attempt))}, so
 * that many clients of a lost worker do not come back at once. Time online counts as waited: so attempts stay as far
 * apart, and who was online for a while is not kept waiting for losses before.
 *
 * @param base the most before the first attempt
 * @param max the most before any attempt
 * @param stableAfter a connection that held this long makes the next loss count as the first
 */
public record ReconnectPolicy(Duration base, Duration max, Duration stableAfter) {
    /** @throws IllegalArgumentException unless 0 < base <= max */
    public ReconnectPolicy {
        if (base.isZero() || base.isNegative() || base.compareTo(max) > 0) {
            throw new IllegalArgumentException("Not a base and a maximum for waits: " + base + ", " + max);
        }
    }

    /** 1 s, 30 s, reset after a minute. */
    public static ReconnectPolicy defaults() {
        return new ReconnectPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }

    /**
     * The wait before an attempt.
     *
     * @param attempt 0 for the first after a loss
     */
    public Duration delay(int attempt, RandomGenerator random) {
        return Duration.ofMillis((long) (random.nextDouble() * boundMs(attempt)));
    }

    /**
     * Which attempt the next one is after a connection that held for so long: each second of it pays for one that the
     * last attempts may have waited, the longest first.
     *
     * @param attempt which it were, had the connection not held at all
     */
    int attemptAfter(int attempt, Duration held) {
        if (held.compareTo(stableAfter) >= 0) {
            return 0;
        }
        int next = attempt;
        for (double left = held.toMillis(); next > 0 && left >= boundMs(next - 1); next--) {
            left -= boundMs(next - 1);
        }
        return next;
    }

    private double boundMs(int attempt) {
        int doublings = Math.min(attempt, 30);
        return Math.min(max.toMillis(), base.toMillis() * Math.pow(2, doublings));
    }
}
