package io.yizhan.gate.history;

import chat.v2.Message;
import chat.v2.PullResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.group.VisibleNumbers.Stretch;
import io.yizhan.protocol.PageEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One answer while it is read: the messages in pages, never all at once, then what is said of them. No connection to
 * the database is held between pages, however slowly the messages are taken. For one thread, once; blocks.
 */
final class HistoryReading {
    /** Of at most 64 KiB each, so some MiB for a reader at the worst. */
    private static final int PAGE = 64;

    private final HistoryMapper mapper;
    private final HistoryQuery query;
    private final List<Stretch> stretches;
    private final PageEnd end;
    private final long completeTo;
    private final long head;
    private int left;
    private long highest;
    private boolean more;

    /**
     * @param stretches what may be read, ascending
     * @param completeTo up to here the database had all before the reading began
     * @param head the last number that the user may see, as far as it is known
     */
    HistoryReading(
            HistoryMapper mapper,
            HistoryQuery query,
            List<Stretch> stretches,
            PageEnd end,
            long completeTo,
            long head) {
        this.mapper = mapper;
        this.query = query;
        this.stretches = new ArrayList<>(stretches);
        this.end = end;
        this.completeTo = completeTo;
        this.head = head;
        this.left = query.limit();
        if (query.backwards()) {
            Collections.reverse(this.stretches);
        }
    }

    /**
     * Hands over each message, in the order that was asked for.
     *
     * @return what a PullResponse says beside its messages
     * @throws IOException of the taker
     */
    PullResponse read(Taker taker) throws IOException {
        for (Stretch stretch : stretches) {
            read(stretch, taker);
            if (more) {
                break;
            }
        }
        return end.of(highest, more, completeTo, head);
    }

    private void read(Stretch stretch, Taker taker) throws IOException {
        long from = stretch.from();
        long to = stretch.to();
        while (from <= to) {
            int wanted = Math.min(PAGE, left + 1); // one more shows that there are more
            List<byte[]> page = page(from, to, wanted);
            for (byte[] body : page) {
                if (left == 0) {
                    more = true;
                    return;
                }
                Message message = message(body);
                taker.take(message);
                left--;
                highest = Math.max(highest, message.getSeq());
                from = query.backwards() ? from : message.getSeq() + 1;
                to = query.backwards() ? message.getSeq() - 1 : to;
            }
            if (page.size() < wanted) {
                return;
            }
        }
    }

    private List<byte[]> page(long from, long to, int limit) {
        String id = query.conversation().value();
        return query.backwards() ? mapper.backwards(id, from, to, limit) : mapper.forwards(id, from, to, limit);
    }

    private Message message(byte[] body) {
        try {
            return Message.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A row of this conversation is no message: " + query.conversation(), e);
        }
    }

    /** Takes messages as they are read. */
    interface Taker {
        void take(Message message) throws IOException;
    }
}
