package io.yizhan.server.archive;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the message log into the message store, on the log's threads. A batch that cannot be written comes again, so
 * nothing is skipped; the store makes the repetition harmless. A batch with messages that came too late for their
 * numbers counts as written only when these stand in the log again, under other numbers.
 */
public final class Persister implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Persister.class);

    private final MessageLog messages;
    private final MessageStore store;
    private final LateMessages late;
    private final Consumer<List<LogRecord>> afterWrite;
    private final LongAdder written = new LongAdder();
    private final AtomicReference<@Nullable AutoCloseable> consumption = new AtomicReference<>();

    /**
     * @param late takes the messages that the store could not put at their numbers
     * @param afterWrite told what is in the store now, at least once for each record, on the log's threads
     */
    public Persister(MessageLog messages, MessageStore store, LateMessages late, Consumer<List<LogRecord>> afterWrite) {
        this.messages = messages;
        this.store = store;
        this.late = late;
        this.afterWrite = afterWrite;
    }

    /** Begins, with the first record that the group has not consumed yet. */
    public void start() {
        AutoCloseable started = messages.consume(this::write);
        if (!consumption.compareAndSet(null, started)) {
            stop(started);
            throw new IllegalStateException("The persister was started already");
        }
        log.info("Persister started");
    }

    /** Records written since the start, repeated ones counted again. */
    public long written() {
        return written.sum();
    }

    private void write(List<LogRecord> batch) throws InterruptedException {
        List<LogRecord.Stored> displaced = store.write(batch);
        if (!displaced.isEmpty()) {
            late.placeAgain(displaced);
        }
        written.add(batch.size());
        try {
            afterWrite.accept(batch);
        } catch (RuntimeException e) {
            // The rows stand; a reader finds them without being told.
            log.warn("What follows a write failed", e);
        }
    }

    @Override
    public void close() {
        AutoCloseable running = consumption.getAndSet(null);
        if (running != null) {
            stop(running);
            log.info("Persister stopped; records written: {}", written.sum());
        }
    }

    private static void stop(AutoCloseable running) {
        try {
            running.close();
        } catch (Exception e) {
            log.warn("The consumption of the message log did not stop cleanly", e);
        }
    }
}
