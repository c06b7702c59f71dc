package io.yizhan.server.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and its queue. While a batch is under way the next gathers, so load makes batches large, and without load
 * nothing waits.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    /** Content in one batch beyond its first send: bounds what one append and one peer batch carry. */
    private static final int BATCH_BYTES = 1024 * 1024;

    private static final long IDLE_MS = 100;

    private final BlockingQueue<PendingSend> queue;
    private final int maxBatch;
    private final BatchSender sender;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Thread thread;

    Lane(String name, int capacity, int maxBatch, BatchSender sender) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.maxBatch = maxBatch;
        this.sender = sender;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** False if the queue is full. */
    boolean offer(PendingSend send) {
        return queue.offer(send);
    }

    /** Takes back what no batch has taken; says whether it could. */
    boolean takeBack(PendingSend send) {
        return queue.remove(send);
    }

    /** Lets the thread end as soon as its queue is empty. */
    void finish() {
        closing.set(true);
    }

    /** Waits for the end; if that does not come in time, the thread is interrupted. */
    void join(long millis) throws InterruptedException {
        thread.join(Math.max(1, millis));
        thread.interrupt();
    }

    private void run() {
        try {
            while (!closing.get() || !queue.isEmpty()) {
                PendingSend first = queue.poll(IDLE_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    send(gather(first));
                }
            }
        } catch (InterruptedException e) {
            log.warn("A lane was interrupted, what waits in it is not sent: {}", queue.size());
        }
    }

    private List<PendingSend> gather(PendingSend first) {
        List<PendingSend> batch = new ArrayList<>();
        batch.add(first);
        long bytes = first.bytes();
        while (batch.size() < maxBatch) {
            PendingSend next = queue.peek();
            if (next == null || bytes + next.bytes() > BATCH_BYTES || !queue.remove(next)) {
                break;
            }
            bytes += next.bytes();
            batch.add(next);
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
