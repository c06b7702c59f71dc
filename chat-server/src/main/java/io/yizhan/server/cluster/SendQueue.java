package io.yizhan.server.cluster;

import io.yizhan.server.mesh.PeerBatch;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to go to one peer and is not yet in its socket, bounded in bytes. A batch counts from {@link #offer} until
 * {@link #written}. Safe from any thread.
 */
final class SendQueue {
    private static final Logger log = LoggerFactory.getLogger(SendQueue.class);

    private final String peer;
    private final int limitBytes;
    private final Queue<PeerBatch> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean overflowing = new AtomicBoolean();

    SendQueue(String peer, int limitBytes) {
        this.peer = peer;
        this.limitBytes = limitBytes;
    }

    /** Takes the batch, or drops it because there is no room; says which. */
    boolean offer(PeerBatch batch) {
        int size = batch.getSerializedSize();
        if (bytes.addAndGet(size) > limitBytes) {
            bytes.addAndGet(-size);
            dropped.increment();
            if (overflowing.compareAndSet(false, true)) {
                log.warn("Too much waits for worker {}, dropping; bytes at most: {}", peer, limitBytes);
            }
            return false;
        }
        waiting.add(batch);
        return true;
    }

    /** The next to write; it still counts. */
    Optional<PeerBatch> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** A batch has left, or is lost with its link; once half is free again, an overflow is over. */
    void written(PeerBatch batch) {
        if (bytes.addAndGet(-batch.getSerializedSize()) <= limitBytes / 2 && overflowing.compareAndSet(true, false)) {
            log.info("No longer too much for worker {}, dropped in all: {}", peer, dropped);
        }
    }

    void clear() {
        poll().ifPresent(batch -> {
            written(batch);
            clear();
        });
    }

    long bytes() {
        return bytes.get();
    }

    long dropped() {
        return dropped.sum();
    }
}
