package io.yizhan.client.outbox;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How sends are repeated.
 *
 * @param window sends that may wait for their answer at a time
 * @param limit how long a send is tried in all; after it the future fails and the outcome is open
 * @param retryWait the wait after a refusal that names none
 */
public record OutboxSettings(int window, Duration limit, Duration retryWait) {
    /** For {@code limit}: a send is tried until it is answered. */
    public static final Duration UNTIL_ANSWERED = ChronoUnit.FOREVER.getDuration();

    /** @throws IllegalArgumentException for a window below 1 */
    public OutboxSettings {
        if (window < 1) {
            throw new IllegalArgumentException("A window is at least 1: " + window);
        }
    }

    /** 256 at a time, until answered, half a second. */
    public static OutboxSettings defaults() {
        return new OutboxSettings(256, UNTIL_ANSWERED, Duration.ofMillis(500));
    }

    /** The same, but each send for so long at most. */
    public OutboxSettings within(Duration time) {
        return new OutboxSettings(window, time, retryWait);
    }

    boolean isLimited() {
        return !limit.equals(UNTIL_ANSWERED);
    }
}
