package io.yizhan.server.cluster;

import io.yizhan.server.mesh.PeerBatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to go to one peer and is not confirmed by it, bounded in bytes. A batch counts from {@link #offer} until it
 * is confirmed. {@link #offer} and the figures are safe from any thread; the rest belongs to the link's event loop.
 */
final class SendQueue {
    private static final Logger log = LoggerFactory.getLogger(SendQueue.class);

    private final String peer;
    private final int limitBytes;
    private final Queue<PeerBatch> waiting = new ConcurrentLinkedQueue<>();
    /** What a former connection left unconfirmed, to go out before all else. */
    private final Deque<PeerBatch> again = new ArrayDeque<>();
    /** What was taken for the present connection, the oldest first. */
    private final Deque<PeerBatch> unconfirmed = new ArrayDeque<>();

    private final AtomicLong bytes = new AtomicLong();
    private final LongAdder dropped = new LongAdder();
    private final AtomicBoolean overflowing = new AtomicBoolean();
    private long taken;
    private long confirmed;
    private long unconfirmedBytes;
    private boolean isAgain;

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
                log.warn("Too much waits for worker {}, naming heads only; bytes at most: {}", peer, limitBytes);
            }
            return false;
        }
        waiting.add(batch);
        return true;
    }

    /** The next to write; it still counts. */
    Optional<PeerBatch> poll() {
        boolean repeated = !again.isEmpty();
        PeerBatch next = repeated ? again.poll() : waiting.poll();
        if (next == null) {
            return Optional.empty();
        }
        isAgain = repeated;
        unconfirmed.add(next);
        unconfirmedBytes += next.getSerializedSize();
        taken++;
        return Optional.of(next);
    }

    /** How many batches the present connection was given. */
    long taken() {
        return taken;
    }

    /** The peer has so many batches of the present connection; once half is free again, an overflow is over. */
    void confirm(long upTo) {
        while (confirmed < upTo && !unconfirmed.isEmpty()) {
            confirmed++;
            int size = unconfirmed.remove().getSerializedSize();
            unconfirmedBytes -= size;
            bytes.addAndGet(-size);
        }
        if (hasRoom() && overflowing.compareAndSet(true, false)) {
            log.info("No longer too much for worker {}, dropped in all: {}", peer, dropped);
        }
    }

    /** A new connection begins: what the former one left unconfirmed goes out again, in order, but what is fleeting. */
    void begin() {
        while (!unconfirmed.isEmpty()) {
            PeerBatch batch = unconfirmed.removeLast();
            if (batch.getFleeting()) {
                bytes.addAndGet(-batch.getSerializedSize());
            } else {
                again.addFirst(batch);
            }
        }
        taken = 0;
        confirmed = 0;
        unconfirmedBytes = 0;
    }

    /** Whether the last one that was polled had been polled for a former connection as well. */
    boolean isAgain() {
        return isAgain;
    }

    /** Of what the present connection was given and has not confirmed. */
    long unconfirmedBytes() {
        return unconfirmedBytes;
    }

    /** Whether nothing waits to be written; from any thread. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean hasRoom() {
        return bytes.get() <= limitBytes / 2;
    }

    void clear() {
        begin();
        while (poll().isPresent()) {
            confirm(taken);
        }
    }

    long bytes() {
        return bytes.get();
    }

    long dropped() {
        return dropped.sum();
    }
}
