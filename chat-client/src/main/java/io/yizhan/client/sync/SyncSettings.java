package io.yizhan.client.sync;

import java.time.Duration;

/**
 * How this device receives.
 *
 * @param inbox bounds and patience of each conversation
 * @param beginFrom where a conversation begins of which nothing is remembered
 * @param ackDelay how long an acknowledgement may wait for company; the other side is told that a message has come when
 *     it arrives
 * @param groupAckDelay the same in groups, where nobody is told; both far below the 5 s after which the server repeats
 *     what is not acknowledged
 */
public record SyncSettings(InboxLimits inbox, BeginFrom beginFrom, Duration ackDelay, Duration groupAckDelay) {
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final Duration GROUP_DELAY = Duration.ofSeconds(1);

    /** Begin there, all else as by default. */
    public SyncSettings(BeginFrom beginFrom) {
        this(InboxLimits.defaults(), beginFrom, DELAY, GROUP_DELAY);
    }

    /** Default limits, begin after what was delivered, acknowledgements gathered for 100 ms, in groups for a second. */
    public static SyncSettings defaults() {
        return new SyncSettings(BeginFrom.DELIVERED);
    }
}
