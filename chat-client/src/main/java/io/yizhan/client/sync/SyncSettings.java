package io.yizhan.client.sync;

import java.time.Duration;

/**
 * How this device receives.
 *
 * @param inbox bounds and patience of each conversation
 * @param beginFrom where a conversation begins of which nothing is remembered
 * @param ackDelay how long an acknowledgement may wait for company
 */
public record SyncSettings(InboxLimits inbox, BeginFrom beginFrom, Duration ackDelay) {
    /** Default limits, begin after what was delivered, acknowledgements gathered for 100 ms. */
    public static SyncSettings defaults() {
        return new SyncSettings(InboxLimits.defaults(), BeginFrom.DELIVERED, Duration.ofMillis(100));
    }
}
