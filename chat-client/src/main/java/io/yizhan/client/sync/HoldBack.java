package io.yizhan.client.sync;

import chat.v2.Message;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a conversation knows beyond its cursor: messages that wait for a smaller number, and numbers that need no
 * message (own sends, and what a renumbered message left behind). Bounded; the largest numbers are given up first,
 * since they can be pulled again.
 */
final class HoldBack {
    private final int maxMessages;
    private final long maxBytes;
    private final TreeMap<Long, Message> messages = new TreeMap<>();
    private final TreeSet<Long> numbers = new TreeSet<>();
    private long bytes;

    HoldBack(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    boolean holds(long seq) {
        return messages.containsKey(seq);
    }

    void add(Message message) {
        messages.put(message.getSeq(), message);
        bytes += message.getSerializedSize();
    }

    /** Says that {@code seq} needs no message. */
    void addNumber(long seq) {
        numbers.add(seq);
    }

    boolean remove(long seq) {
        Message removed = messages.remove(seq);
        if (removed == null) {
            return false;
        }
        bytes -= removed.getSerializedSize();
        return true;
    }

    /** The smallest number known here, or {@link Long#MAX_VALUE} when nothing is. */
    long first() {
        long message = messages.isEmpty() ? Long.MAX_VALUE : messages.firstKey();
        long number = numbers.isEmpty() ? Long.MAX_VALUE : numbers.first();
        return Math.min(message, number);
    }

    /** Takes the smallest number out; its message, or empty if that number needs none. */
    Optional<Message> takeFirst() {
        long seq = first();
        numbers.remove(seq);
        Optional<Message> message = Optional.ofNullable(messages.get(seq));
        message.ifPresent(found -> remove(seq));
        return message;
    }

    /** Gives up the largest numbers until the bounds hold again; tells {@code ids} of each message that is gone. */
    void trim(RecentIds ids) {
        while (messages.size() > maxMessages || bytes > maxBytes) {
            Map.Entry<Long, Message> last = messages.lastEntry();
            ids.forget(last.getValue().getMessageId());
            remove(last.getKey());
        }
        while (numbers.size() > maxMessages) {
            numbers.pollLast();
        }
    }
}
