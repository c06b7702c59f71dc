package io.yizhan.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue that one thread empties, conversations in turns. While a batch is under way the next gathers, so load makes
 * batches large, and without load nothing waits.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    /** Content in one batch beyond its first send: bounds what one append and one peer batch carry. */
    private static final int BATCH_BYTES = 1024 * 1024;

    private final TurnQueue queue;
    private final int maxBatch;
    private final BatchSender sender;
    private final ExecutorService thread;
    /** Whether the thread looks at the queue or is about to; nobody wakes it before {@link #start}. */
    private final AtomicBoolean awake = new AtomicBoolean(true);

    /** @param thread one, for this lane alone */
    Lane(int capacity, int maxBatch, BatchSender sender, ExecutorService thread) {
        this.queue = new TurnQueue(capacity);
        this.maxBatch = maxBatch;
        this.sender = sender;
        this.thread = thread;
    }

    void start() {
        thread.execute(this::run);
    }

    /** False if the queue is full. */
    boolean offer(PendingSend send) {
        boolean taken = queue.offer(send);
        if (taken && awake.compareAndSet(false, true)) {
            wake();
        }
        return taken;
    }

    /** Takes back what no batch has taken; says whether it could. */
    boolean takeBack(PendingSend send) {
        return queue.remove(send);
    }

    /** Lets the thread end as soon as its queue is empty. */
    void finish() {
        thread.shutdown();
    }

    /** Waits for the end; if that does not come in time, the thread is interrupted. */
    void join(long millis) throws InterruptedException {
        if (!thread.awaitTermination(Math.max(1, millis), TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }

    private void wake() {
        try {
            thread.execute(this::run);
        } catch (RejectedExecutionException e) {
            awake.set(false);
            log.debug("A lane has ended, what is sent now is taken back");
        }
    }

    private void run() {
        try {
            do {
                for (List<PendingSend> batch = gather(); !batch.isEmpty(); batch = gather()) {
                    send(batch);
                }
                awake.set(false);
                // whoever came meanwhile found it awake
            } while (queue.size() > 0 && awake.compareAndSet(false, true));
        } catch (InterruptedException e) {
            log.warn("A lane was interrupted, what waits in it is not sent: {}", queue.size());
        }
    }

    private List<PendingSend> gather() {
        List<PendingSend> batch = new ArrayList<>();
        long bytes = 0;
        Optional<PendingSend> next = queue.poll(Long.MAX_VALUE);
        while (next.isPresent()) {
            batch.add(next.get());
            bytes += next.get().bytes();
            next = batch.size() < maxBatch ? queue.poll(BATCH_BYTES - bytes) : Optional.empty();
        }
        return batch;
    }

    private void send(List<PendingSend> batch) throws InterruptedException {
        try {
            sender.send(batch);
        } catch (RuntimeException e) {
            // a defect must not end the lane: the senders are told that nothing is promised
            log.error("A batch failed: {} sends", batch.size(), e);
            batch.forEach(send -> send.unavailable("Failed"));
        }
    }
}
