package io.yizhan.server.delivery;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still unless it is told to go, or somebody pauses. */
public final class TestClock implements DeliveryClock {
    private static final long START_MS = 1_800_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final AtomicLong ms = new AtomicLong(START_MS);

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public long epochMs() {
        return ms.get();
    }

    @Override
    public void pause(long pause) {
        nanos.addAndGet(pause);
        ms.addAndGet(TimeUnit.NANOSECONDS.toMillis(pause));
    }

    public void go(long millis) {
        pause(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    void setBack(long millis) {
        ms.addAndGet(-millis);
    }

    /** The same wall clock for those who want one of the JDK's. */
    Clock wall() {
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
                return Instant.ofEpochMilli(ms.get());
            }
        };
    }
}
