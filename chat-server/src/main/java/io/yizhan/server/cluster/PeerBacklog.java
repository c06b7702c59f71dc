package io.yizhan.server.cluster;

import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import java.util.Optional;

/**
 * What is to go to one peer: batches in order, bounded, none too large, and of those that found no room the heads. What
 * was taken stays until the peer has confirmed it. {@link #offer} and the figures are safe from any thread; the rest
 * belongs to the thread that sends.
 */
final class PeerBacklog {
    /** Larger batches are cut, so that no frame comes near the limit and none holds up what is behind it for long. */
    static final int MAX_BATCH_BYTES = 1 << 20;

    private final SendQueue queue;
    private final MissedHeads missed = new MissedHeads();

    /** @param peer as the log names it */
    PeerBacklog(String peer, int limitBytes) {
        this.queue = new SendQueue(peer, limitBytes);
    }

    /** Takes the batch, in parts if it is large; false if some of it found no room. Its heads are named later. */
    boolean offer(PeerBatch batch) {
        if (batch.getSerializedSize() > MAX_BATCH_BYTES && batch.getEventsCount() > 1) {
            return offerInParts(batch);
        }
        boolean taken = queue.offer(batch);
        if (!taken) {
            missed.add(batch);
        }
        return taken;
    }

    private boolean offerInParts(PeerBatch batch) {
        boolean all = true;
        var part = PeerBatch.newBuilder();
        int size = 0;
        for (PeerEvent event : batch.getEventsList()) {
            if (size > 0 && size + event.getSerializedSize() > MAX_BATCH_BYTES) {
                all &= offer(part.build());
                part.clear();
                size = 0;
            }
            part.addEvents(event);
            size += event.getSerializedSize();
        }
        return offer(part.build()) && all;
    }

    /** The next to send; once there is room again, also the heads of what had found none. */
    Optional<PeerBatch> next() {
        return queue.poll().or(() -> {
            if (queue.hasRoom()) {
                missed.take().ifPresent(this::offer);
            }
            return queue.poll();
        });
    }

    /** Whether nothing waits to be taken; from any thread. */
    boolean isIdle() {
        return queue.isEmpty();
    }

    /** How many batches were taken since {@link #begin}. */
    long taken() {
        return queue.taken();
    }

    /** Whether the batch that was taken last had been taken before. */
    boolean isAgain() {
        return queue.isAgain();
    }

    /** Of what was taken and is not confirmed. */
    long unconfirmedBytes() {
        return queue.unconfirmedBytes();
    }

    /** The peer has so many of the batches that were taken since {@link #begin}. */
    void confirm(long upTo) {
        queue.confirm(upTo);
    }

    /** What is not confirmed is taken once more, in order, before all else. */
    void begin() {
        queue.begin();
    }

    void clear() {
        queue.clear();
    }

    long bytes() {
        return queue.bytes();
    }

    long dropped() {
        return queue.dropped();
    }
}
