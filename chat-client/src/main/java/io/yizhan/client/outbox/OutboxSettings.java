package io.yizhan.client.outbox;

import java.time.Duration;

/**
 * How sends are repeated.
 *
 * @param window sends that may wait for their answer at a time
 * @param limit how long a send is tried in all; after it the future fails and the outcome is open
 * @param retryWait the wait after a refusal that names none
 */
public record OutboxSettings(int window, Duration limit, Duration retryWait) {
    /** @throws IllegalArgumentException for a window below 1 */
    public OutboxSettings {
        if (window < 1) {
            throw new IllegalArgumentException("A window is at least 1: " + window);
        }
    }

    /** 256 at a time, one minute, half a second. */
    public static OutboxSettings defaults() {
        return new OutboxSettings(256, Duration.ofSeconds(60), Duration.ofMillis(500));
    }
}
