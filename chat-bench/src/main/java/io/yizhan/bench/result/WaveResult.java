package io.yizhan.bench.result;

import java.util.Map;

/**
 * Logins that began together.
 *
 * @param logins that were begun
 * @param seconds until the last one was over
 * @param times of those that succeeded, microseconds
 * @param failures how many failed, by why
 */
public record WaveResult(int logins, double seconds, double perSecond, Percentiles times, Map<String, Long> failures) {
    public WaveResult {
        failures = Map.copyOf(failures);
    }

    public boolean isClean() {
        return failures.isEmpty();
    }
}
