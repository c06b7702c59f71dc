package io.yizhan.server.state.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Lets all that is asked for at one moment go to Redis in one round trip: whoever asks wakes a thread, and that takes
 * what waits by the time it runs. Nobody waits for company, but where there is much to do a round trip, which costs a
 * look at each end, carries more. Safe from any thread.
 */
final class SharedTrips {
    /** In one round trip; some 2 ms of Redis' time. */
    private static final int MOST_SCRIPTS = 128;
    /** Enough that one is on its way while another is taken apart; what comes meanwhile goes with the next. */
    private static final int MOST_UNDER_WAY = 4;

    private final Executor threads;
    private final int capacity;
    private final Consumer<List<Ask>> trip;
    /** Guarded by this, like all below. */
    private final Queue<Ask> waiting = new ArrayDeque<>();

    private int underWay;
    private boolean waking;

    /**
     * What somebody asks for.
     *
     * @param what is told when it fails
     * @param at when, by {@link System#nanoTime}
     */
    record Ask(String what, List<ScriptCall> scripts, long at, CompletableFuture<List<Object>> answers) {}

    /**
     * @param capacity how many may wait
     * @param trip makes a round trip for all of these, and completes their answers; owns the list, blocks, and throws
     *     nothing
     */
    SharedTrips(Executor threads, int capacity, Consumer<List<Ask>> trip) {
        this.threads = threads;
        this.capacity = capacity;
        this.trip = trip;
    }

    /** @throws RejectedExecutionException if too many wait, or no thread takes anything any more */
    void add(Ask ask) {
        synchronized (this) {
            if (waiting.size() == capacity) {
                throw new RejectedExecutionException("Waiting: " + capacity);
            }
            waiting.add(ask);
            if (!mayWake()) {
                return;
            }
        }
        wake(ask);
    }

    /** Whether another thread is to come; it is counted then. */
    private boolean mayWake() {
        if (waking || underWay == MOST_UNDER_WAY || waiting.isEmpty()) {
            return false;
        }
        waking = true;
        underWay++;
        return true;
    }

    private void wake(Ask ask) {
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                waking = false;
                underWay--;
                waiting.remove(ask);
            }
            throw e;
        }
    }

    private void run() {
        synchronized (this) {
            waking = false;
        }
        for (List<Ask> batch = take(); !batch.isEmpty(); batch = take()) {
            trip.accept(batch);
        }
    }

    private synchronized List<Ask> take() {
        List<Ask> batch = new ArrayList<>();
        int scripts = 0;
        for (Ask next = waiting.peek();
                next != null && (batch.isEmpty() || scripts + next.scripts().size() <= MOST_SCRIPTS);
                next = waiting.peek()) {
            batch.add(waiting.remove());
            scripts += next.scripts().size();
        }
        if (batch.isEmpty()) {
            underWay--;
        }
        return batch;
    }
}
