package io.yizhan.server.session;

import java.time.Duration;

/**
 * How much a connection may leave unacknowledged, and for how long.
 *
 * @param maxUnacked messages pushed and not acknowledged, over all conversations
 * @param maxBytes their encoded size together with what is held back for conversations that are behind
 * @param resendAfter an unacknowledged message is pushed again this often, three times; then the connection is closed
 * @param noticeAfter a conversation that goes on growing while it is behind is named again after so long
 */
public record PushSettings(int maxUnacked, long maxBytes, Duration resendAfter, Duration noticeAfter) {
    /** No message is larger, encoded. */
    private static final long LARGEST = 72 << 10;
    /** Of the largest messages so many have room in a window: one connection must not take the memory of all. */
    private static final int LARGEST_AT_ONCE = 32;

    public static final PushSettings DEFAULT = of(256, Duration.ofSeconds(5));

    /** For clients of the book, whose messages count as acknowledged half a minute after they were written. */
    public static final PushSettings UNREPEATED =
            new PushSettings(1_000, DEFAULT.maxBytes(), Duration.ofMinutes(1), DEFAULT.noticeAfter());

    /** As by default but for the two that an operator sets. */
    public static PushSettings of(int maxUnacked, Duration resendAfter) {
        return new PushSettings(
                maxUnacked, Math.min(maxUnacked, LARGEST_AT_ONCE) * LARGEST, resendAfter, Duration.ofSeconds(1));
    }
}
