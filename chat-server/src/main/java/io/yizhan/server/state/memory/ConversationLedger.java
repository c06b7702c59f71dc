package io.yizhan.server.state.memory;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Sequencer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One conversation's counter, and what its devices sent. Guarded by itself. */
final class ConversationLedger {
    /** In 2001; a smaller id is no clock. */
    private static final long OLDEST_CLOCK_MICROS = 1_000_000_000_000_000L;

    private final Clock clock;
    private final Duration remembered;
    private final long sinceMicros;
    private final Map<Sender, Sent> senders = new HashMap<>();
    private MessagePlace last;
    /** The last number by which the server spoke, or the one before all. */
    private long changedSeq;

    /**
     * @param before the number that the first one follows
     * @param sinceMicros what was sent before then may be forgotten
     */
    ConversationLedger(Clock clock, Duration remembered, long before, long sinceMicros) {
        this.clock = clock;
        this.remembered = remembered;
        this.sinceMicros = sinceMicros;
        this.last = new MessagePlace(before, -1, TimeUnit.MICROSECONDS.toMillis(sinceMicros));
        this.changedSeq = before;
    }

    /** @param maySend whether a first send of the sender gets a number */
    synchronized Allocation allocate(NumberRequest request, boolean maySend) {
        senders.values().removeIf(sent -> sent.lastMs() + remembered.toMillis() <= clock.millis());
        Entry known = find(request);
        if (known != null) {
            return known.allocationFor(request);
        }
        if (!request.notStored() && mayHaveForgotten(request)) {
            return new Allocation.Forgotten();
        }
        if (!maySend) {
            return new Allocation.TurnedAway();
        }
        last = new MessagePlace(last.seq() + 1, nextId(request.messageId()), Math.max(last.timeMs(), request.timeMs()));
        remember(request, last);
        Allocation fresh = new Allocation.Fresh(last, new Allocation.Audience(Set.of(), changedSeq));
        changedSeq = request.isFromServer() ? last.seq() : changedSeq;
        return fresh;
    }

    private void remember(NumberRequest request, MessagePlace place) {
        senders.compute(
                        Sender.of(request),
                        (sender, sent) -> new Sent(sent == null ? new SentEntries() : sent.entries(), clock.millis()))
                .entries()
                .put(request.clientMsgId(), new Entry(place, request.contentHash(), false));
    }

    private boolean mayHaveForgotten(NumberRequest request) {
        long id = request.clientMsgId();
        Sent sent = senders.get(Sender.of(request));
        if (Long.compareUnsigned(id, sinceMicros) < 0
                || (sent != null && sent.entries().mayHaveForgotten(id))) {
            return true;
        }
        long oldest = TimeUnit.MILLISECONDS.toMicros(clock.millis() - remembered.toMillis());
        return sent == null && id >= OLDEST_CLOCK_MICROS && id < oldest;
    }

    /** The smallest id above the last one that keeps the proposed low bits. */
    private long nextId(long proposed) {
        if (proposed > last.messageId()) {
            return proposed;
        }
        long sameTime = last.messageId() & ~NumberRequest.OWN_MASK | proposed & NumberRequest.OWN_MASK;
        return sameTime > last.messageId() ? sameTime : sameTime + NumberRequest.OWN_MASK + 1;
    }

    synchronized void markStored(NumberRequest request) {
        Entry known = find(request);
        if (known != null && known.contentHash() == request.contentHash()) {
            replace(request, new Entry(known.place(), known.contentHash(), true));
        }
    }

    synchronized MessagePlace renumber(NumberRequest request, long lost) {
        Entry known = find(request);
        if (known == null) {
            MessagePlace place = after(new MessagePlace(lost, request.messageId(), request.timeMs()));
            remember(request, place);
            return place;
        }
        if (known.contentHash() != request.contentHash()) {
            return after(new MessagePlace(lost, request.messageId(), request.timeMs()));
        }
        if (known.place().seq() != lost) {
            return known.place();
        }
        MessagePlace place = after(known.place());
        replace(request, new Entry(place, known.contentHash(), false));
        return place;
    }

    /** The next number, for the message that had this place. */
    private MessagePlace after(MessagePlace lost) {
        long seq = Math.max(last.seq(), lost.seq()) + 1;
        last = new MessagePlace(seq, last.messageId(), Math.max(last.timeMs(), lost.timeMs()));
        return new MessagePlace(seq, lost.messageId(), last.timeMs());
    }

    synchronized long head() {
        return last.seq();
    }

    private @Nullable Entry find(NumberRequest request) {
        Sent sent = senders.get(Sender.of(request));
        return sent == null ? null : sent.entries().get(request.clientMsgId());
    }

    private void replace(NumberRequest request, Entry entry) {
        Sent sent = senders.get(Sender.of(request));
        if (sent != null) {
            sent.entries().replace(request.clientMsgId(), entry);
        }
    }

    private record Sender(UserId user, DeviceId device) {
        static Sender of(NumberRequest request) {
            return new Sender(request.sender(), request.device());
        }
    }

    /** What a device sent, and when it last did. */
    private record Sent(SentEntries entries, long lastMs) {}

    private record Entry(MessagePlace place, long contentHash, boolean stored) {
        Allocation allocationFor(NumberRequest request) {
            if (contentHash != request.contentHash()) {
                return new Allocation.Conflict();
            }
            return stored ? new Allocation.Stored(place) : new Allocation.Pending(place);
        }
    }

    /** By client id; the oldest gives way. */
    private static final class SentEntries extends LinkedHashMap<Long, Entry> {
        private static final long serialVersionUID = 1L;

        private boolean forgot;
        /** The largest id that gave way. */
        private long floor;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Entry> eldest) {
            if (size() <= Sequencer.REMEMBERED_IDS) {
                return false;
            }
            floor = !forgot || Long.compareUnsigned(eldest.getKey(), floor) > 0 ? eldest.getKey() : floor;
            forgot = true;
            return true;
        }

        boolean mayHaveForgotten(long clientMsgId) {
            return forgot && Long.compareUnsigned(clientMsgId, floor) <= 0;
        }
    }
}
