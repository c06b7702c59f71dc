package io.yizhan.model;

import io.netty.util.concurrent.Ticker;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The only clock of a run, and the order in which everything happens: one event after the other, each at its time. */
final class VirtualTime {
    private static final long EPOCH_MS = 1_800_000_000_000L;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<LongSupplier> sources = new ArrayList<>();
    private long now = TimeUnit.HOURS.toNanos(1);
    private long count;

    long nanos() {
        return now;
    }

    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(now);
    }

    long epochMs() {
        return EPOCH_MS + millis();
    }

    void after(long nanos, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), count++, what));
    }

    /** @param source runs what is due of its own, and says in how many nanoseconds more is, or a negative number */
    void addSource(LongSupplier source) {
        sources.add(source);
    }

    void removeSource(LongSupplier source) {
        sources.remove(source);
    }

    void pass(long nanos) {
        long end = now + nanos;
        while (step(end)) {
            continue;
        }
        now = end;
        runSources();
    }

    private boolean step(long end) {
        long next = runSources();
        Event event = events.peek();
        if (event != null && event.at() <= Math.min(next, end)) {
            now = Math.max(now, event.at());
            events.remove().what().run();
            return true;
        }
        if (next > end) {
            return false;
        }
        now = Math.max(now, next);
        return true;
    }

    private long runSources() {
        long next = Long.MAX_VALUE;
        for (LongSupplier source : List.copyOf(sources)) {
            long in = source.getAsLong();
            if (in >= 0) {
                next = Math.min(next, now + Math.max(1, in));
            }
        }
        return next;
    }

    Ticker ticker() {
        return new Ticker() {
            @Override
            public long initialNanoTime() {
                return 0;
            }

            @Override
            public long nanoTime() {
                return now;
            }

            @Override
            public void sleep(long delay, TimeUnit unit) {
                throw new UnsupportedOperationException("Nobody sleeps in virtual time");
            }
        };
    }

    /** A wall clock that is ahead by so much. */
    Clock wall(long aheadMs) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(epochMs() + aheadMs);
            }
        };
    }

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }
}
