package io.yizhan.server.presence;

import java.time.Duration;

/**
 * What presence may take, and how patient it is.
 *
 * @param entries in all lists of this worker together
 * @param grace for which a device that has gone may come back before anybody is told
 * @param answerWithin how long a list may wait for the registry
 */
public record PresenceLimits(int entries, Duration grace, Duration answerWithin) {
    private static final int HEAP_FOR_AN_ENTRY = 1 << 10;

    /**
     * An entry for each KiB of the heap, of which it takes a quarter at most; what goes is told 1 s later; a list is
     * answered within 3 s or refused.
     */
    public static PresenceLimits ofHeap() {
        long entries = Runtime.getRuntime().maxMemory() / HEAP_FOR_AN_ENTRY;
        return new PresenceLimits(
                (int) Math.min(entries, Integer.MAX_VALUE), Duration.ofSeconds(1), Duration.ofSeconds(3));
    }
}
