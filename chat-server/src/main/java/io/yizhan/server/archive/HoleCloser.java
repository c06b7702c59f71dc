package io.yizhan.server.archive;

import io.yizhan.identity.ConversationId;
import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Declares numbers empty that hold nothing although later ones have done for long: appends a void, so that the log's
 * order decides between it and a late message. How long is counted here, by a monotonic clock, from the first look that
 * found them: a step of the database's clock must not declare what is on its way. Any number of workers may do so at
 * once.
 */
public final class HoleCloser implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HoleCloser.class);
    private static final int LIMIT = 256;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final MessageStore store;
    private final MessageLog messages;
    private final Duration holeAge;
    private final GivenOut givenOut;
    private final Outage outage;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean looking = new AtomicBoolean();

    /** @param holeAge longer than a worker may take from asking for a number to acknowledging the message */
    public HoleCloser(MessageStore store, MessageLog messages, Duration holeAge) {
        this(store, messages, holeAge, System::nanoTime, new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "hole-closer");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /**
     * As the other, on a clock and a thread that the caller brings; the thread is ended here.
     *
     * @param nanos monotonic
     * @param timer only starts calls
     */
    public HoleCloser(
            MessageStore store,
            MessageLog messages,
            Duration holeAge,
            LongSupplier nanos,
            ScheduledExecutorService timer) {
        this.store = store;
        this.messages = messages;
        this.holeAge = holeAge;
        this.givenOut = new GivenOut(nanos, holeAge);
        this.outage = new Outage(log, "Numbers that hold nothing are not declared empty", nanos);
        this.timer = timer;
    }

    /** Looks every few seconds until closed. */
    public void start() {
        long pause = Math.max(50, Math.min(LONGEST_PAUSE.toMillis(), holeAge.toMillis() / 3));
        new Recurring(log, "Numbers that hold nothing are not looked for", this::look)
                .withPauses(timer, Duration.ofMillis(pause));
    }

    private void look() {
        // One look at a time: a slow store is not asked twice.
        if (looking.compareAndSet(false, true)) {
            store.holes(LIMIT).thenCompose(this::close).whenComplete((closed, failure) -> {
                looking.set(false);
                if (failure == null) {
                    outage.over();
                } else {
                    outage.failed(failure);
                }
            });
        }
    }

    private CompletionStage<Void> close(List<LogRecord.Void> holes) {
        List<LogRecord> due = new ArrayList<>();
        holes.stream()
                .collect(Collectors.groupingBy(LogRecord.Void::conversation))
                .forEach((conversation, its) -> due.addAll(due(conversation, its)));
        if (due.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        log.info("Declaring numbers empty that hold nothing; ranges: {}", due.size());
        return messages.append(due);
    }

    /** @param holes of one conversation, ascending */
    private List<LogRecord.Void> due(ConversationId conversation, List<LogRecord.Void> holes) {
        long last = holes.get(holes.size() - 1).toSeq();
        long old = givenOut.longAgo(conversation, last, holes.get(0).fromSeq() - 1);
        return holes.stream()
                .filter(hole -> hole.fromSeq() <= old)
                .map(hole -> new LogRecord.Void(conversation, hole.fromSeq(), Math.min(hole.toSeq(), old)))
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
