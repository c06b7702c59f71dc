package io.yizhan.server.delivery;

import io.yizhan.server.delivery.BatchSender.Untold;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells recipients what a lane has stored, batch by batch in its order, and counts what is still to be told. */
final class Telling {
    private static final Logger log = LoggerFactory.getLogger(Telling.class);
    /** Batches; with these a lane waits, so that what is stored and not pushed stays bounded. */
    private static final int MOST_WAITING = 4;

    private final BatchSender sender;
    private final Executor thread;
    private final Runnable told;
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param thread runs one task after the other
     * @param told is run after each batch, on that thread
     */
    Telling(BatchSender sender, Executor thread, Runnable told) {
        this.sender = sender;
        this.thread = thread;
        this.told = told;
    }

    /** Whether more may be stored. */
    boolean keepsUp() {
        return waiting.get() < MOST_WAITING;
    }

    void add(Untold batch) {
        waiting.incrementAndGet();
        try {
            thread.execute(() -> tell(batch));
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            log.debug(
                    "Closing, recipients will catch up: {} messages",
                    batch.stored().size());
        }
    }

    private void tell(Untold batch) {
        try {
            sender.tell(batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.debug(
                    "Interrupted, recipients will catch up: {} messages",
                    batch.stored().size());
        } catch (RuntimeException e) { // a defect must not end the telling: devices look at their next heartbeat
            log.error("Recipients were not told: {} messages", batch.stored().size(), e);
        } finally {
            waiting.decrementAndGet();
            told.run();
        }
    }
}
