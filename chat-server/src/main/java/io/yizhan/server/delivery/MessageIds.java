package io.yizhan.server.delivery;

import io.yizhan.identity.Incarnation;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Message ids: unique in the cluster and ascending in time. From the top: milliseconds since the start of 2024 (41
 * bits), the node's number modulo 1,024, a counter (12 bits). Never goes back on one worker, whatever its clock does;
 * safe from any thread.
 *
 * <p>A conversation may raise an id to a later millisecond, where it keeps its node and counter. The counter rolls on
 * through the milliseconds, so ids with the same one are 4,096 apart; and what came back is {@link #saw seen} before
 * that many more are given, so that no later id is below it.
 */
public final class MessageIds {
    /** 2024-01-01T00:00:00Z. */
    static final long START_MS = 1_704_067_200_000L;

    private static final int NODE_BITS = 10;
    private static final int COUNTER_BITS = 12;
    private static final long NODE_MASK = (1L << NODE_BITS) - 1;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private final DeliveryClock clock;
    private final Supplier<Incarnation> self;
    private final AtomicReference<Last> last = new AtomicReference<>(new Last(-1, -1));

    /** @param self the present life of this worker; asked for each id, so it must be cheap */
    public MessageIds(DeliveryClock clock, Supplier<Incarnation> self) {
        this.clock = clock;
        this.self = self;
    }

    /** The next id. When a millisecond is used up, or the clock is behind what was seen, it borrows from the next. */
    public long next() {
        long now = clock.epochMs() - START_MS;
        long node = self.get().node().value() & NODE_MASK;
        return last.updateAndGet(before -> before.next(now, node)).highest();
    }

    /** Takes note of an id that a message has got, wherever it is from: all further ones are above it. */
    void saw(long id) {
        last.updateAndGet(before -> id > before.highest() ? new Last(id, before.counter()) : before);
    }

    private record Last(long highest, long counter) {
        Last next(long now, long node) {
            long following = counter + 1 & COUNTER_MASK;
            long own = node << COUNTER_BITS | following;
            long ms = Math.max(now, highest >> NODE_BITS + COUNTER_BITS);
            long id = ms << NODE_BITS + COUNTER_BITS | own;
            return new Last(id > highest ? id : id + (1L << NODE_BITS + COUNTER_BITS), following);
        }
    }
}
