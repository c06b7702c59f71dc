package io.yizhan.bench.load;

import java.time.Duration;

/**
 * How long a run takes.
 *
 * @param warmUp sent, checked and not measured
 * @param measured what the figures are of
 */
public record Timing(Duration warmUp, Duration measured) {
    public Timing {
        if (warmUp.isNegative() || measured.isNegative() || measured.isZero()) {
            throw new IllegalArgumentException("Not a warm-up and a time to measure: " + warmUp + ", " + measured);
        }
    }
}
