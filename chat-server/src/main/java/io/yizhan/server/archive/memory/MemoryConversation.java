package io.yizhan.server.archive.memory;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.LogRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The numbers of one conversation. Not thread-safe. */
final class MemoryConversation {
    private final NavigableMap<Long, Row> rows = new TreeMap<>();
    private long completeTo;

    /** What holds the numbers up to {@code toSeq}: one message, or nothing for ever. */
    private record Row(long toSeq, @Nullable Message message, long storedAtMs) {}

    boolean holds(long seq) {
        Map.Entry<Long, Row> floor = rows.floorEntry(seq);
        return floor != null && floor.getValue().toSeq() >= seq;
    }

    /** Whether the number was declared empty. */
    boolean isVoid(long seq) {
        Map.Entry<Long, Row> floor = rows.floorEntry(seq);
        return floor != null
                && floor.getValue().toSeq() >= seq
                && floor.getValue().message() == null;
    }

    boolean holdsMessage(long seq, long messageId) {
        Row row = rows.get(seq);
        Message message = row == null ? null : row.message();
        return message != null && message.getMessageId() == messageId;
    }

    Optional<Message> message(long seq) {
        return Optional.ofNullable(rows.get(seq)).map(Row::message);
    }

    /** Puts {@code message} where another form of it stands. */
    void replace(Message message) {
        rows.computeIfPresent(message.getSeq(), (seq, row) -> new Row(row.toSeq(), message, row.storedAtMs()));
    }

    void putMessage(Message message, long now) {
        rows.put(message.getSeq(), new Row(message.getSeq(), message, now));
        advance();
    }

    /** Fills what is free between the two. */
    void putVoid(long fromSeq, long toSeq, long now) {
        long next = fromSeq;
        while (next <= toSeq) {
            Map.Entry<Long, Row> floor = rows.floorEntry(next);
            if (floor != null && floor.getValue().toSeq() >= next) {
                next = floor.getValue().toSeq() + 1;
                continue;
            }
            Long above = rows.higherKey(next);
            long end = above == null ? toSeq : Math.min(toSeq, above - 1);
            rows.put(next, new Row(end, null, now));
            next = end + 1;
        }
        advance();
    }

    private void advance() {
        Row next = rows.get(completeTo + 1);
        while (next != null) {
            completeTo = next.toSeq();
            next = rows.get(completeTo + 1);
        }
    }

    long completeTo() {
        return completeTo;
    }

    /** The highest number that is held. */
    long head() {
        return rows.isEmpty() ? 0 : rows.lastEntry().getValue().toSeq();
    }

    /** When anything was last written. */
    long writtenAtMs() {
        return rows.values().stream().mapToLong(Row::storedAtMs).max().orElse(0);
    }

    List<Message> messages(long fromSeq, long toSeq, boolean backwards) {
        if (fromSeq > toSeq) {
            return List.of();
        }
        NavigableMap<Long, Row> part = rows.subMap(fromSeq, true, toSeq, true);
        Collection<Row> ordered = (backwards ? part.descendingMap() : part).values();
        return ordered.stream()
                .map(Row::message)
                .filter(Objects::nonNull)
                .map(Message.class::cast)
                .toList();
    }

    /** Free numbers below a row. */
    List<LogRecord.Void> holes(ConversationId id) {
        List<LogRecord.Void> holes = new ArrayList<>();
        long next = completeTo + 1;
        for (Map.Entry<Long, Row> entry : rows.tailMap(next).entrySet()) {
            if (entry.getKey() > next) {
                holes.add(new LogRecord.Void(id, next, entry.getKey() - 1));
            }
            next = entry.getValue().toSeq() + 1;
        }
        return holes;
    }
}
