package io.yizhan.server.archive;

import java.time.Duration;
import java.util.Map;

/**
 * How far the consumption of the message log is behind.
 *
 * @param waiting the age of the oldest record that is not consumed, by queue; queues that hold none are left out
 * @param kept how long the log keeps a record, consumed or not
 */
public record LogLag(Map<String, Duration> waiting, Duration kept) {
    public LogLag {
        waiting = Map.copyOf(waiting);
        if (kept.isZero() || kept.isNegative()) {
            throw new IllegalArgumentException("A log that keeps nothing: " + kept);
        }
    }

    /** The age of the oldest record that waits in any queue; zero if none does. */
    public Duration oldest() {
        return waiting.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** How much of its time the oldest record has waited: from 1 on, records are deleted that nobody has consumed. */
    public double share() {
        return (double) oldest().toMillis() / kept.toMillis();
    }
}
