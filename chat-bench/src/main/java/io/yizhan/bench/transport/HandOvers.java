package io.yizhan.bench.transport;

import io.yizhan.bench.result.Percentiles;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** What came from one worker to another: how soon, how many, and whether in order. Thread-safe. */
final class HandOvers {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 3;

    private final ConcurrentHistogram micros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final LongAdder received = new LongAdder();
    private final LongAdder disordered = new LongAdder();
    private volatile long countsFromNanos = Long.MAX_VALUE;

    /** What was handed over from then on counts for the figures. */
    void countFrom(long nanos) {
        countsFromNanos = nanos;
    }

    /** For one worker. */
    PeerTransport.Receiver receiver() {
        return new Receiver();
    }

    long received() {
        return received.sum();
    }

    long disordered() {
        return disordered.sum();
    }

    Percentiles micros() {
        return Percentiles.of(micros);
    }

    private final class Receiver implements PeerTransport.Receiver {
        private final Map<NodeId, AtomicLong> last = new ConcurrentHashMap<>();

        @Override
        public List<SessionTarget> receive(NodeId from, PeerBatch batch) {
            long now = System.nanoTime();
            batch.getEventsList().forEach(event -> {
                ByteBuffer message = event.getMessage().asReadOnlyByteBuffer();
                long at = message.getLong();
                long number = message.getLong();
                received.increment();
                if (last.computeIfAbsent(from, peer -> new AtomicLong()).getAndSet(number) + 1 != number) {
                    disordered.increment();
                }
                if (countsFromNanos != Long.MAX_VALUE && at - countsFromNanos >= 0) {
                    micros.recordValue(Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(now - at)));
                }
            });
            return List.of();
        }

        @Override
        public void notHere(Incarnation by, List<SessionTarget> targets) {
            throw new IllegalStateException("Nobody says so here: " + by);
        }
    }
}
