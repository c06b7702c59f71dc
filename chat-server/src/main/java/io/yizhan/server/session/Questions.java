package io.yizhan.server.session;

import java.util.concurrent.TimeUnit;

/**
 * What a device has asked about its conversations, and whether the stores leave it without an answer: then what it does
 * not acknowledge is not its fault. Times are monotonic nanoseconds. Owned by one event loop.
 */
final class Questions {
    /** Within so long some answer comes if nothing is wrong. */
    private static final long ANSWERED_WITHIN = TimeUnit.SECONDS.toNanos(1);
    /**
     * Within so long a device asks again that was told to: after a second at most, and what the way takes. Less than
     * the time between two pushes, so that a single question postpones none.
     */
    static final long ASKED_AGAIN_WITHIN = TimeUnit.SECONDS.toNanos(3);

    private int open;
    /** Since when something is open without any answer. */
    private long silentSince;

    private boolean refused;
    private long refusedAt;

    void asked(long now) {
        if (open++ == 0) {
            silentSince = now;
        }
    }

    /** @param refused whether the device is to ask again, since the stores did not say */
    void answered(boolean refused, long now) {
        open--;
        silentSince = now;
        this.refused = refused;
        refusedAt = now;
    }

    /** Whether the device can learn nothing at present, however often it asks. */
    boolean areInVain(long now) {
        boolean unanswered = open > 0 && now - silentSince > ANSWERED_WITHIN;
        return unanswered || (refused && now - refusedAt < ASKED_AGAIN_WITHIN);
    }
}
