package io.yizhan.server.archive;

import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches that records are consumed before the log deletes them: warns when one has waited half of its time, and says
 * from four fifths on that no more should be taken in. What it says is safe to ask from any thread.
 */
public final class LagWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LagWatch.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final Duration WARN_EVERY = Duration.ofMinutes(10);
    private static final double LATE = 0.5;
    private static final double TOO_LATE = 0.8;

    private final Supplier<LogLag> measure;
    private final LongSupplier nanos;
    private final ScheduledExecutorService clock;
    private final Outage unknown;
    private volatile Optional<LogLag> latest = Optional.empty();
    /** Of the thread that looks, like what follows: 0 in time, 1 late, 2 too late. */
    private int stage;

    private long warnedNanos;

    /**
     * @param measure asks the log; may block, and fail with {@link ArchiveUnavailableException}
     * @param nanos a monotonic clock
     */
    public LagWatch(Supplier<LogLag> measure, LongSupplier nanos) {
        this.measure = measure;
        this.nanos = nanos;
        this.unknown = new Outage(log, "How far the persister is behind is not known", nanos);
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "log-lag");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks every few seconds until closed. */
    public void start() {
        new Recurring(log, "How far the persister is behind is not looked at", this::look)
                .withPauses(clock, Duration.ZERO, LOOK_EVERY);
    }

    /** As it was at the last look that succeeded; empty before the first. */
    public Optional<LogLag> latest() {
        return latest;
    }

    /** Whether more records would put those at risk that wait. */
    public boolean isTooLate() {
        return latest.map(lag -> lag.share() >= TOO_LATE).orElse(false);
    }

    void look() {
        try {
            LogLag lag = measure.get();
            latest = Optional.of(lag);
            unknown.over();
            tell(lag);
        } catch (ArchiveUnavailableException e) {
            unknown.failed(e); // what was said last stands
        }
    }

    private void tell(LogLag lag) {
        int before = stage;
        stage = lag.share() >= TOO_LATE ? 2 : lag.share() >= LATE ? 1 : 0;
        if (stage == 0 && before > 0) {
            log.info("The persister has caught up; the oldest record waits for {}", lag.oldest());
        }
        boolean worse = stage > before;
        if (worse || (stage > 0 && nanos.getAsLong() - warnedNanos >= WARN_EVERY.toNanos())) {
            warnedNanos = nanos.getAsLong();
            log.warn(
                    "The database is behind the message log: the oldest record waits for {} and is deleted after {};"
                            + " {}. Is the database up, and does a worker run with persister.enabled=true?",
                    lag.oldest(),
                    lag.kept(),
                    stage == 2 ? "sends are refused" : "sends are refused from four fifths on");
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
