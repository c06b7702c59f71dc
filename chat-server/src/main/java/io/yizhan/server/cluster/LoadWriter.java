package io.yizhan.server.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what changes often, seldom: only when it differs from what stands there, and at most twice a second however
 * often {@link #plan} is called. What fails is tried again.
 */
final class LoadWriter {
    private static final Logger log = LoggerFactory.getLogger(LoadWriter.class);
    /** Protocol, section 8. */
    private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ScheduledExecutorService thread;
    private final Supplier<byte[]> present;
    private final Target target;
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private final AtomicReference<byte[]> written = new AtomicReference<>(new byte[0]);
    private final AtomicLong lastWrite = new AtomicLong(System.nanoTime() - GAP_NANOS);

    /**
     * @param thread where all writes happen, one at a time
     * @param present what should stand there now
     */
    LoadWriter(ScheduledExecutorService thread, Supplier<byte[]> present, Target target) {
        this.thread = thread;
        this.present = present;
        this.target = target;
    }

    /** Has what is present written soon. From any thread, never blocks. */
    void plan() {
        if (planned.compareAndSet(false, true)) {
            long due = lastWrite.get() + GAP_NANOS - System.nanoTime();
            thread.schedule(this::writePresent, Math.max(0, due), TimeUnit.NANOSECONDS);
        }
    }

    /** As {@link #plan}; completes when what is present now stands there. Fails never. */
    CompletionStage<Void> write() {
        CompletableFuture<Void> stands = new CompletableFuture<>();
        waiting.add(stands);
        plan();
        return stands;
    }

    /** Notes that {@code data} stands there by other means. */
    void wrote(byte[] data) {
        written.set(data);
        lastWrite.set(System.nanoTime());
    }

    private void writePresent() {
        planned.set(false); // before the data is taken, so that a change from now on plans another write
        List<CompletableFuture<Void>> hearing = hearing();
        byte[] data = present.get();
        try {
            if (!Arrays.equals(data, written.get())) {
                target.write(data);
                wrote(data);
            }
            hearing.forEach(stands -> stands.complete(null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // the vendor's signature
            log.debug("Could not write the load, trying on", e);
            waiting.addAll(hearing);
            lastWrite.set(System.nanoTime());
            plan();
        }
    }

    /** Taken before the data is, too. */
    private List<CompletableFuture<Void>> hearing() {
        List<CompletableFuture<Void>> taken = new ArrayList<>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            taken.add(next);
        }
        return taken;
    }

    /** Where it stands. */
    interface Target {
        void write(byte[] data) throws Exception;
    }
}
