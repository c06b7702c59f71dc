package io.yizhan.client.outbox;

import io.yizhan.client.store.LocalStore;
import java.util.function.LongSupplier;

/**
 * Makes client message ids: {@code max(last + 1, clock in microseconds)}, ascending also over restarts and clocks that
 * step back, since a ceiling is written down before ids below it are used. Thread-safe; now and then blocks for a
 * write.
 */
public final class MessageIds {
    /**
     * Shorter than a restart takes, so that ids are not ahead of the clock after one: a server that has forgotten what
     * it numbered takes an id that is ahead of its own clock for a new one.
     */
    private static final long RESERVED_MICROS = 1_000_000;

    private final LocalStore store;
    private final LongSupplier microsClock;
    private long last;
    private long ceiling;

    /** @param microsClock microseconds since the Unix epoch */
    public MessageIds(LocalStore store, LongSupplier microsClock) {
        this.store = store;
        this.microsClock = microsClock;
        this.ceiling = store.state().reservedMessageIds();
        this.last = ceiling;
    }

    public synchronized long next() {
        long id = Math.max(last + 1, microsClock.getAsLong());
        if (id >= ceiling) {
            long higher = id + RESERVED_MICROS;
            store.reserveMessageIds(higher);
            ceiling = higher;
        }
        last = id;
        return id;
    }
}
