package io.yizhan.server.delivery;

import io.yizhan.identity.Incarnation;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Message ids: unique in the cluster and ascending in time. From the top: milliseconds since the start of 2024 (41
 * bits), the node's number modulo 1,024, a counter (12 bits). Never goes back on one worker, whatever its clock does;
 * safe from any thread.
 */
public final class MessageIds {
    /** 2024-01-01T00:00:00Z. */
    static final long START_MS = 1_704_067_200_000L;

    private static final int NODE_BITS = 10;
    private static final int COUNTER_BITS = 12;
    private static final long NODE_MASK = (1L << NODE_BITS) - 1;
    private static final int COUNTER_MAX = (1 << COUNTER_BITS) - 1;

    private final DeliveryClock clock;
    private final Supplier<Incarnation> self;
    private final AtomicReference<Last> last = new AtomicReference<>(new Last(0, 0, 0));

    /** @param self the present life of this worker; asked for each id, so it must be cheap */
    public MessageIds(DeliveryClock clock, Supplier<Incarnation> self) {
        this.clock = clock;
        this.self = self;
    }

    /** The next id. When a millisecond is used up, or the clock has gone back, it borrows from the next. */
    public long next() {
        long now = clock.epochMs() - START_MS;
        long node = self.get().node().value() & NODE_MASK;
        return last.updateAndGet(before -> before.next(now, node)).id();
    }

    private record Last(long ms, long node, int counter) {
        Last next(long now, long nodeNow) {
            if (now > ms) {
                return new Last(now, nodeNow, 0);
            }
            // another node number would not ascend within the same millisecond
            boolean room = nodeNow == node && counter < COUNTER_MAX;
            return room ? new Last(ms, node, counter + 1) : new Last(ms + 1, nodeNow, 0);
        }

        long id() {
            return ms << (NODE_BITS + COUNTER_BITS) | node << COUNTER_BITS | counter;
        }
    }
}
