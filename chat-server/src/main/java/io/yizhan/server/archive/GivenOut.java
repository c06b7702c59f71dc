package io.yizhan.server.archive;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.SequenceNumber;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Which numbers were given out so long ago that the record of an acknowledged message must lie in the log by now, so
 * that they may be declared empty behind it. Counts from when this worker first saw, on its monotonic clock, that a
 * number was given out: that is later than it was asked for, whatever a wall clock says. Safe from any thread.
 */
public final class GivenOut {
    private static final int MOST_WATCHED = 100_000;

    private final LongSupplier nanos;
    private final long ageNanos;
    /** When each epoch was first seen, by the last number before it; one is added each time Redis loses its memory. */
    private final ConcurrentMap<Long, Long> epochs = new ConcurrentHashMap<>();

    private final Cache<ConversationId, Sighting> watched =
            Caffeine.newBuilder().maximumSize(MOST_WATCHED).build();

    /**
     * @param nanos a monotonic clock
     * @param age longer than a worker may take from asking for a number to knowing that its message is stored
     */
    public GivenOut(LongSupplier nanos, Duration age) {
        this.nanos = nanos;
        this.ageNanos = age.toNanos();
    }

    /**
     * Takes note that now the numbers up to {@code toSeq} are given out, and those up to {@code settledTo} settled.
     *
     * @return up to where all were given out at least an age ago; 0 if that is not known, or was said less than an age
     *     ago, so that what is declared on it is not declared too often
     */
    public long longAgo(ConversationId conversation, long toSeq, long settledTo) {
        if (settledTo >= toSeq) {
            watched.invalidate(conversation);
            return 0;
        }
        long older = olderEpochs(toSeq);
        AtomicLong old = new AtomicLong();
        watched.asMap().compute(conversation, (id, before) -> {
            Sighting now = new Sighting(toSeq, nanos.getAsLong());
            if (before == null || settledTo >= before.toSeq()) {
                old.set(older > settledTo ? older : 0);
                return now;
            }
            if (now.atNanos() - before.atNanos() < ageNanos) {
                return before;
            }
            old.set(before.toSeq());
            return now;
        });
        return old.get();
    }

    /**
     * Takes note that {@code seq} is given out.
     *
     * @return the last number of the epochs before its own, if they ended long ago; otherwise 0. Not all conversations
     *     go over to an epoch at the same moment, hence half an age more.
     */
    public long olderEpochs(long seq) {
        long older = SequenceNumber.beforeEpochOf(seq);
        if (older == 0) {
            return 0;
        }
        long now = nanos.getAsLong();
        Long first = epochs.putIfAbsent(older, now);
        return first != null && now - first >= ageNanos + ageNanos / 2 ? older : 0;
    }

    private record Sighting(long toSeq, long atNanos) {}
}
