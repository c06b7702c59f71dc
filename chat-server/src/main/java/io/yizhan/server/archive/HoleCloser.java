package io.yizhan.server.archive;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares numbers empty that hold nothing although later ones have done for long: appends a void, so that the log's
 * order decides between it and a late message. Any number of workers may do so at once.
 */
public final class HoleCloser implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HoleCloser.class);
    private static final int LIMIT = 256;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final MessageStore store;
    private final MessageLog messages;
    private final Duration holeAge;
    private final ScheduledExecutorService clock;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** @param holeAge longer than a worker may take from asking for a number to acknowledging the message */
    public HoleCloser(MessageStore store, MessageLog messages, Duration holeAge) {
        this(store, messages, holeAge, new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "hole-closer");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /**
     * As the other, on a thread that the caller brings; it is ended here.
     *
     * @param clock only starts calls
     */
    public HoleCloser(MessageStore store, MessageLog messages, Duration holeAge, ScheduledExecutorService clock) {
        this.store = store;
        this.messages = messages;
        this.holeAge = holeAge;
        this.clock = clock;
    }

    /** Looks every few seconds until closed. */
    public void start() {
        long pause = Math.max(50, Math.min(LONGEST_PAUSE.toMillis(), holeAge.toMillis() / 3));
        clock.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void look() {
        // One look at a time: a slow store is not asked twice.
        if (looking.compareAndSet(false, true)) {
            store.holes(holeAge, LIMIT).thenCompose(this::close).whenComplete((closed, failure) -> {
                looking.set(false);
                if (failure != null) {
                    log.warn("Empty numbers could not be closed; the next look is soon: {}", failure.toString());
                }
            });
        }
    }

    private CompletionStage<Void> close(List<LogRecord.Void> holes) {
        if (holes.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        log.info("Declaring numbers empty that hold nothing; ranges: {}", holes.size());
        return messages.append(List.copyOf(holes));
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
