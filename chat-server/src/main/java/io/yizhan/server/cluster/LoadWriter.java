package io.yizhan.server.cluster;

import java.util.Arrays;
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
            thread.schedule(this::write, Math.max(0, due), TimeUnit.NANOSECONDS);
        }
    }

    /** Notes that {@code data} stands there by other means. */
    void wrote(byte[] data) {
        written.set(data);
        lastWrite.set(System.nanoTime());
    }

    private void write() {
        planned.set(false); // before the data is taken, so that a change from now on plans another write
        byte[] data = present.get();
        if (Arrays.equals(data, written.get())) {
            return;
        }
        try {
            target.write(data);
            wrote(data);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) { // the vendor's signature
            log.debug("Could not write the load, trying on", e);
            lastWrite.set(System.nanoTime());
            plan();
        }
    }

    /** Where it stands. */
    interface Target {
        void write(byte[] data) throws Exception;
    }
}
