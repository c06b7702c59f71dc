package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log inside this process. Records stay until a consumer took them; batches are handed out one at a time, each on its
 * consumer's own thread.
 */
public final class MemoryMessageLog implements MessageLog {
    private static final Logger log = LoggerFactory.getLogger(MemoryMessageLog.class);
    private static final int BATCH = 64;
    private static final long PAUSE_MS = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<LogRecord> records = new ArrayDeque<>();
    /** Held while a consumer works, so that a second one keeps the order. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public CompletionStage<Void> append(List<LogRecord> batch) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(new ArchiveUnavailableException("The message log is closed"));
        }
        lock.lock();
        try {
            records.addAll(batch);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public AutoCloseable consume(Consumer consumer) {
        Thread thread = new Thread(() -> run(consumer), "memory-log-consumer");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        };
    }

    private void run(Consumer consumer) {
        try {
            while (!closed.get()) {
                turn.lockInterruptibly();
                boolean taken;
                try {
                    taken = take(consumer);
                } finally {
                    turn.unlock();
                }
                if (!taken) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hands out one batch; removed only when the consumer returned, so that one that fails comes again. */
    private boolean take(Consumer consumer) throws InterruptedException {
        List<LogRecord> batch = first();
        try {
            consumer.accept(batch);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            log.warn("A batch was not consumed and comes again; records: {}", batch.size(), e);
            return false;
        }
        lock.lock();
        try {
            batch.forEach(consumed -> records.removeFirst());
        } finally {
            lock.unlock();
        }
        return true;
    }

    private List<LogRecord> first() throws InterruptedException {
        lock.lock();
        try {
            while (records.isEmpty()) {
                changed.await();
            }
            return new ArrayList<>(records.stream().limit(BATCH).toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
