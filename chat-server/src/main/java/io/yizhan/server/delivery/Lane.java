package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.config.DeliveryConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue that one thread empties, conversations in turns. While a batch is under way the next gathers, so load makes
 * batches large, and without load nothing waits. Nor does a conversation that cannot go on hold up the others. What was
 * stored is told by another thread, while the next batch is stored.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    /** Content in one batch beyond its first send: bounds what one append and one peer batch carry. */
    private static final int BATCH_BYTES = 1024 * 1024;
    /** When all that waits is held up. */
    private static final long LOOK_AGAIN_MS = 5;

    private final TurnQueue queue;
    private final int maxBatch;
    private final ToIntFunction<ConversationId> room;
    private final BatchSender sender;
    private final ExecutorService thread;
    private final Telling telling;
    private final ScheduledExecutorService timer;
    /** Whether the thread looks at the queue or is about to; nobody wakes it before {@link #start}. */
    private final AtomicBoolean awake = new AtomicBoolean(true);

    private final AtomicBoolean looksAgain = new AtomicBoolean();
    private volatile boolean finishing;

    /**
     * @param room how many messages of a conversation may go on now
     * @param thread one, for this lane alone
     * @param told where recipients are told: one thread for this lane alone, or the caller's
     * @param timer for a later look at what is held up
     */
    Lane(
            DeliveryConfig config,
            ToIntFunction<ConversationId> room,
            BatchSender sender,
            ExecutorService thread,
            Executor told,
            ScheduledExecutorService timer) {
        this.queue = new TurnQueue(config.laneQueue());
        this.maxBatch = config.maxBatch();
        this.room = room;
        this.sender = sender;
        this.thread = thread;
        this.telling = new Telling(sender, told, this::wake);
        this.timer = timer;
    }

    void start() {
        thread.execute(this::run);
    }

    /** False if the queue is full. */
    boolean offer(PendingSend send) {
        boolean taken = queue.offer(send);
        if (taken) {
            wake();
        }
        return taken;
    }

    /** Takes back what no batch has taken; says whether it could. */
    boolean takeBack(PendingSend send) {
        return queue.remove(send);
    }

    /** Lets the thread end as soon as its queue is empty; nothing is held up any more. */
    void finish() {
        finishing = true;
        wake();
        thread.shutdown();
    }

    /** Waits for the end; if that does not come in time, the thread is interrupted. */
    void join(long millis) throws InterruptedException {
        if (!thread.awaitTermination(Math.max(1, millis), TimeUnit.MILLISECONDS)) {
            thread.shutdownNow();
        }
    }

    private void wake() {
        if (!awake.compareAndSet(false, true)) {
            return;
        }
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
            } while (queue.turnOf(this::mayGoOn) && awake.compareAndSet(false, true));
            if (queue.size() > 0 && looksAgain.compareAndSet(false, true)) {
                timer.schedule(this::lookAgain, LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            log.warn("A lane was interrupted, what waits in it is not sent: {}", queue.size());
        }
    }

    private void lookAgain() {
        looksAgain.set(false);
        wake();
    }

    private boolean mayGoOn(ConversationId conversation) {
        return roomFor(conversation) > 0;
    }

    /** How many messages may go on now: all of them when this lane is to end, none while too much is to be told. */
    private int roomFor(ConversationId conversation) {
        if (finishing) {
            return Integer.MAX_VALUE;
        }
        return telling.keepsUp() ? room.applyAsInt(conversation) : 0;
    }

    private List<PendingSend> gather() {
        List<PendingSend> batch = new ArrayList<>();
        Map<ConversationId, Integer> left = new HashMap<>();
        Predicate<ConversationId> mayGoOn = conversation -> left.computeIfAbsent(conversation, this::roomFor) > 0;
        long bytes = 0;
        Optional<PendingSend> next = queue.poll(Long.MAX_VALUE, mayGoOn);
        while (next.isPresent()) {
            batch.add(next.get());
            bytes += next.get().bytes();
            left.merge(next.get().conversation(), -1, Integer::sum);
            next = batch.size() < maxBatch ? queue.poll(BATCH_BYTES - bytes, mayGoOn) : Optional.empty();
        }
        return batch;
    }

    private void send(List<PendingSend> batch) throws InterruptedException {
        try {
            sender.send(batch).ifPresent(telling::add);
        } catch (RuntimeException e) {
            // a defect must not end the lane: the senders are told that nothing is promised
            log.error("A batch failed: {} sends", batch.size(), e);
            batch.forEach(send -> send.unavailable("Failed"));
        }
    }
}
