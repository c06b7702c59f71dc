package io.yizhan.client.sync;

import java.time.Duration;

/**
 * How much a conversation may hold back, and how patient it is.
 *
 * @param maxBuffered messages that wait for a smaller number; what is beyond is dropped and pulled later
 * @param maxBufferedBytes the same in encoded bytes
 * @param maxUnconsumed messages handed to the application and not yet taken; beyond it nothing more is pulled
 * @param pageSize messages asked for in one pull, 1 to 1,000
 * @param gapWait how long a missing number is waited for before it is pulled
 */
public record InboxLimits(int maxBuffered, long maxBufferedBytes, int maxUnconsumed, int pageSize, Duration gapWait) {
    /** @throws IllegalArgumentException for a limit below 1 or a page over 1,000 */
    public InboxLimits {
        if (maxBuffered < 1 || maxBufferedBytes < 1 || maxUnconsumed < 1) {
            throw new IllegalArgumentException(
                    "A limit is at least 1: " + maxBuffered + ", " + maxBufferedBytes + ", " + maxUnconsumed);
        }
        if (pageSize < 1 || pageSize > 1_000) {
            throw new IllegalArgumentException("A page has 1 to 1000 messages: " + pageSize);
        }
    }

    /** 1,000 messages or 4 MiB held back, pages of 200, half a second for a gap (protocol, "Caught up"). */
    public static InboxLimits defaults() {
        return new InboxLimits(1_000, 4L << 20, 1_000, 200, Duration.ofMillis(500));
    }
}
