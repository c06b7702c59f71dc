package io.yizhan.server.archive.mysql;

import chat.v2.Message;
import io.yizhan.server.archive.LogRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which rows a batch adds to one conversation: the first record for a number wins. The conversation's row is
 * locked meanwhile, so what it finds stays true.
 */
final class Placement {
    private static final Logger log = LoggerFactory.getLogger(Placement.class);
    private static final int PAGE = 1_000;

    private final WriteMapper mapper;
    private final Extent before;
    /** Held numbers as far as they matter here, by their first; what this batch adds as well. */
    private final TreeMap<Long, HeldNumbers> held = new TreeMap<>();

    private final List<MessageRow> rows = new ArrayList<>();
    private final List<LogRecord.Stored> misplaced = new ArrayList<>();
    private final List<LogRecord.Stored> late = new ArrayList<>();
    private final Recalls recalls;

    Placement(WriteMapper mapper, Extent before) {
        this.mapper = mapper;
        this.before = before;
        this.recalls = new Recalls(mapper, before.conversationId());
    }

    /** The new rows, which do not overlap what stands. */
    List<MessageRow> rows() {
        return rows;
    }

    /** Messages whose number is another message's. */
    List<LogRecord.Stored> misplaced() {
        return misplaced;
    }

    /** Messages whose number was declared empty before. */
    List<LogRecord.Stored> late() {
        return late;
    }

    /** Messages that stand and lose their content. */
    Collection<Message> recalled() {
        return recalls.emptied();
    }

    void place(List<LogRecord> records) {
        loadKnown(records);
        for (LogRecord record : records) {
            if (record instanceof LogRecord.Stored stored) {
                place(stored);
            } else if (record instanceof LogRecord.Void nothing) {
                place(nothing);
            }
        }
    }

    /** Nothing stands beyond the head, so a batch that only goes on reads nothing. */
    private void loadKnown(List<LogRecord> records) {
        List<Long> known = new ArrayList<>();
        for (LogRecord record : records) {
            if (record instanceof LogRecord.Stored stored && stored.message().getSeq() <= before.headSeq()) {
                known.add(stored.message().getSeq());
            }
        }
        if (!known.isEmpty()) {
            mapper.beginningWith(before.conversationId(), known).forEach(this::hold);
        }
    }

    private void hold(HeldNumbers numbers) {
        held.putIfAbsent(numbers.seq(), numbers);
    }

    private void place(LogRecord.Stored stored) {
        Message message = stored.message();
        HeldNumbers standing = at(message.getSeq());
        if (standing == null) {
            recalls.take(stored, rows);
            add(MessageRow.of(stored));
        } else if (standing.messageId() == null) {
            late.add(stored);
        } else if (standing.messageId() != message.getMessageId()) {
            log.error("Two messages have one number: {} {}", stored.conversation(), message.getSeq());
            misplaced.add(stored);
        }
    }

    private void place(LogRecord.Void nothing) {
        long to = nothing.toSeq();
        // what lies below is held; a range may begin with the conversation and be as long as all its epochs
        long from = Math.max(nothing.fromSeq(), before.completeSeq() + 1);
        if (from > to) {
            return;
        }
        if (from <= before.headSeq()) {
            loadRange(from, to);
        }
        TreeMap<Long, HeldNumbers> taken = new TreeMap<>(held);
        // Dead letters may have been acknowledged, so their numbers are not declared empty.
        for (long number : mapper.deadLetters(before.conversationId(), from, to)) {
            taken.putIfAbsent(number, new HeldNumbers(number, number, null));
        }
        long next = from;
        while (next <= to) {
            Map.Entry<Long, HeldNumbers> floor = taken.floorEntry(next);
            if (floor != null && floor.getValue().covers(next)) {
                next = floor.getValue().toSeq() + 1;
                continue;
            }
            Long above = taken.higherKey(next);
            long end = above == null ? to : Math.min(to, above - 1);
            add(MessageRow.empty(before.conversationId(), next, end));
            next = end + 1;
        }
    }

    private @Nullable HeldNumbers at(long seq) {
        Map.Entry<Long, HeldNumbers> floor = held.floorEntry(seq);
        if (floor != null && floor.getValue().covers(seq)) {
            return floor.getValue();
        }
        if (seq > before.headSeq()) {
            return null;
        }
        HeldNumbers last = mapper.lastUpTo(before.conversationId(), seq);
        if (last == null || !last.covers(seq)) {
            return null;
        }
        hold(last);
        return last;
    }

    private void loadRange(long from, long to) {
        HeldNumbers last = mapper.lastUpTo(before.conversationId(), from);
        if (last != null) {
            hold(last);
        }
        long seq = from;
        List<HeldNumbers> page;
        do {
            page = mapper.after(before.conversationId(), seq, to, PAGE);
            page.forEach(this::hold);
            seq = page.isEmpty() ? seq : page.get(page.size() - 1).seq();
        } while (page.size() == PAGE);
    }

    private void add(MessageRow row) {
        rows.add(row);
        held.put(row.getSeq(), new HeldNumbers(row.getSeq(), row.getToSeq(), row.getMessageId()));
    }
}
