package io.yizhan.server.delivery;

import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.ConversationIndex.Activity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Raises the conversations of all concerned once more when messages were written to the database: a worker that died
 * between storing and routing, or could not reach the index then, has not done so, and the receivers' next heartbeat
 * finds them by it. Tried again until it succeeds, since nothing comes after it. Safe from any thread, never blocks.
 */
public final class PersistedActivities implements Consumer<List<LogRecord>> {
    private static final Logger log = LoggerFactory.getLogger(PersistedActivities.class);
    private static final long AGAIN_MS = 1_000;
    private static final int MOST_MISSED = 100_000;

    private final ConversationIndex index;
    private final DeliveryClock clock;
    private final ScheduledExecutorService timer;
    /** Guarded by itself. */
    private final Set<Activity> missed = new LinkedHashSet<>();

    /** @param timer only starts calls; not closed here */
    public PersistedActivities(ConversationIndex index, DeliveryClock clock, ScheduledExecutorService timer) {
        this.index = index;
        this.clock = clock;
        this.timer = timer;
    }

    @Override
    public void accept(List<LogRecord> written) {
        long now = clock.epochMs();
        raise(written.stream()
                .flatMap(record -> Activities.of(record, now))
                .distinct()
                .toList());
    }

    private void raise(List<Activity> activities) {
        index.raise(activities).whenComplete((done, failure) -> {
            if (failure != null) {
                log.debug("Tried again soon, lists of conversations: {}", activities.size(), failure);
                tryAgain(activities);
            }
        });
    }

    private void tryAgain(List<Activity> activities) {
        boolean first;
        synchronized (missed) {
            first = missed.isEmpty();
            if (missed.size() < MOST_MISSED) {
                missed.addAll(activities);
            } else {
                log.warn("Too many lists of conversations wait, left to the next message: {}", activities.size());
            }
        }
        if (first) {
            schedule();
        }
    }

    private void schedule() {
        try {
            timer.schedule(this::raiseMissed, AGAIN_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("Closing, lists are left to the next message", e);
        }
    }

    private void raiseMissed() {
        List<Activity> again;
        synchronized (missed) {
            again = List.copyOf(missed);
            missed.clear();
        }
        raise(again);
    }
}
