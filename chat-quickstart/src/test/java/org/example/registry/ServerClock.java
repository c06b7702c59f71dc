package org.example.registry;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of the ensemble's leader, for which all workers agree when a lease is over, whatever their own clocks say:
 * as far ahead of the own clock as the last write was when it came back. Safe from any thread.
 */
final class ServerClock {
    private final Clock own;
    private final AtomicLong aheadMs = new AtomicLong();

    ServerClock(Clock own) {
        this.own = own;
    }

    /** @param mtimeMs of a znode that was written a moment ago */
    void adjust(long mtimeMs) {
        aheadMs.set(mtimeMs - own.millis());
    }

    /** Unix epoch milliseconds. */
    long millis() {
        return own.millis() + aheadMs.get();
    }
}
