package io.yizhan.bench.load;

import io.yizhan.bench.result.Returns;
import io.yizhan.client.sync.HistoryPage;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Receivers who leave, one after the other, and come back on the same device: every other one at once, as after a lost
 * connection, the rest when something waits for them. Each then reads a page of history. Thread-safe but for
 * {@link #next} and {@link #awaitAll}, which belong to one thread.
 */
final class ComingsAndGoings {
    private static final long AWAY_MS = 5_000;
    private static final int PAGE = 50;
    private static final long LOOK_MS = 100;

    private final Fleet fleet;
    private final Set<Integer> away = ConcurrentHashMap.newKeySet();
    private final LongAdder returned = new LongAdder();
    private final LongAdder missed = new LongAdder();
    private final LongAdder read = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private int turn;

    ComingsAndGoings(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Lets the next one leave, unless he has not come back yet. Never blocks. */
    void next() {
        int pair = turn % fleet.pairs().size();
        long pause = turn++ % 2 == 0 ? 0 : AWAY_MS;
        if (!away.add(pair)) {
            return;
        }
        var unused = fleet.leave(pair)
                .thenCompose(gone -> later(pause))
                .thenCompose(now -> fleet.comeBack(pair))
                .thenCompose(in -> fleet.history(pair, PAGE))
                .whenComplete((page, failure) -> back(pair, pause > 0, failure == null && isInOrder(page)));
    }

    private static CompletableFuture<Void> later(long millis) {
        return CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run));
    }

    private void back(int pair, boolean wasAway, boolean well) {
        (well ? returned : failed).increment();
        if (wasAway) {
            missed.increment();
        }
        away.remove(pair);
    }

    private boolean isInOrder(HistoryPage page) {
        long last = 0;
        for (var message : page.messages()) {
            if (message.getSeq() <= last) {
                return false;
            }
            last = message.getSeq();
        }
        read.add(page.messages().size());
        return true;
    }

    /** Waits until all are back. What somebody was not shown who never comes is lost, and seen as that. */
    void awaitAll(long millis) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!away.isEmpty() && System.nanoTime() - until < 0) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        }
        failed.add(away.size());
    }

    Returns counts() {
        return new Returns(returned.sum(), missed.sum(), read.sum(), failed.sum());
    }
}
