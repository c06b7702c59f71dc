package io.yizhan.server.transport.book;

import chat.v2.Message;
import io.yizhan.protocol.Recall;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a client of the book was written one conversation: in order and without gaps, since it looks at no numbers.
 * What came too early waits here. Owned by the channel's event loop.
 */
final class BookConversation {
    /** So many messages may be written and not acknowledged (protocol, the book). */
    private static final int MOST_OPEN = 1_000;
    /** So many may wait for one before them; what finds no room is pulled. */
    private static final int MOST_AHEAD = 64;

    private final String id;
    private final NavigableMap<Long, Message> ahead = new TreeMap<>();
    private long reached;
    private long head;
    private int open;
    private boolean gapTimed;

    /** @param reached up to here the client has everything */
    BookConversation(String id, long reached) {
        this.id = id;
        this.reached = reached;
        this.head = reached;
    }

    String id() {
        return id;
    }

    /** Up to here everything was written, or holds nothing for this client. */
    long reached() {
        return reached;
    }

    void reach(long seq) {
        reached = Math.max(reached, seq);
    }

    /** The conversation goes at least so far. */
    void name(long seq) {
        head = Math.max(head, seq);
    }

    /** The present head is none: nothing more can be had. */
    void giveUp() {
        ahead.clear();
        head = reached;
    }

    boolean isBehind() {
        return reached < head;
    }

    /** How many messages may be written before some are acknowledged. */
    int room() {
        return MOST_OPEN - open;
    }

    /** A message was written that is to be acknowledged. */
    void opened() {
        open++;
    }

    void acknowledged(int messages) {
        open -= messages;
    }

    /** Takes a message that was pushed, or pulled beyond a gap. */
    void offer(Message message) {
        Recall.in(message)
                .ifPresent(recall -> ahead.computeIfPresent(recall.seq(), (seq, early) -> Recall.emptied(early)));
        name(message.getSeq());
        if (message.getSeq() > reached && ahead.size() < MOST_AHEAD && room() > 0) {
            ahead.put(message.getSeq(), message);
        }
    }

    /** Takes the message that is to be written next, if it is here. */
    Optional<Message> takeNext() {
        ahead.headMap(reached, true).clear();
        Map.Entry<Long, Message> first = ahead.firstEntry();
        boolean continues = first != null && first.getKey() == reached + 1 && room() > 0;
        return continues ? Optional.of(ahead.pollFirstEntry().getValue()) : Optional.empty();
    }

    /** Whether a gap is to be waited for from now on; not twice at once. */
    boolean timeGap() {
        boolean first = isBehind() && !gapTimed;
        gapTimed |= first;
        return first;
    }

    void gapTimeIsOver() {
        gapTimed = false;
    }
}
