package io.yizhan.client.console;

import chat.v2.Receipt;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Which of our messages have been stored and have not reached the other side yet. Thread-safe. */
final class DeliveryMarks {
    private final Map<String, NavigableSet<Long>> open = new HashMap<>();
    private final Map<String, Long> delivered = new HashMap<>();

    /** One of ours was stored; an event when the other side has it already. */
    synchronized Optional<ConsoleEvent> sent(String conversation, String to, long seq) {
        if (delivered.getOrDefault(conversation, 0L) >= seq) {
            return Optional.of(new ConsoleEvent.Delivered(conversation, to, seq));
        }
        open.computeIfAbsent(conversation, unused -> new TreeSet<>()).add(seq);
        return Optional.empty();
    }

    /** The other side got further; an event when messages of ours are among what it got. */
    synchronized Optional<ConsoleEvent> received(Receipt receipt) {
        String conversation = receipt.getConversationId();
        delivered.merge(conversation, receipt.getDeliveredSeq(), Math::max);
        NavigableSet<Long> waiting = open.getOrDefault(conversation, new TreeSet<>());
        NavigableSet<Long> reached = waiting.headSet(receipt.getDeliveredSeq(), true);
        if (reached.isEmpty()) {
            return Optional.empty();
        }
        long last = reached.last();
        reached.clear();
        return Optional.of(new ConsoleEvent.Delivered(conversation, receipt.getUserId(), last));
    }
}
