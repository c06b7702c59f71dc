package io.yizhan.server.state;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what is to be repeated only when told. */
public final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private final Duration expected;
    private Runnable repeated = () -> {};
    private ScheduledFuture<?> handle;

    /** @param expected how often it is to be repeated */
    public ManualScheduler(Duration expected) {
        super(1);
        this.expected = expected;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
        if (unit.toMillis(period) != expected.toMillis()) {
            throw new IllegalArgumentException("Not every " + expected + ": " + period + " " + unit);
        }
        repeated = command;
        handle = schedule(() -> {}, 1, TimeUnit.DAYS);
        return handle;
    }

    public void run() {
        if (handle != null && !handle.isCancelled()) {
            repeated.run();
        }
    }
}
