package io.yizhan.server.archive.mysql;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.archive.LogRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ibatis.exceptions.PersistenceException;
import org.apache.ibatis.session.SqlSession;

/** Writes one batch within a transaction that its caller commits. */
final class WriteTransaction {
    /**
     * What was not written.
     *
     * @param misplaced messages whose number is another message's
     * @param late messages whose number was declared empty before, and that stand under no other number
     */
    record Result(List<LogRecord.Stored> misplaced, List<LogRecord.Stored> late) {}

    private static final int STATEMENT_ROWS = 512;
    private static final int PAGE = 1_000;

    private final WriteMapper mapper;
    private final MessageInsert messages;
    private final GroupEvents groups;
    private final GroupMentions mentions;
    private final PacketLimit limit;

    WriteTransaction(SqlSession session, PacketLimit limit) {
        this.mapper = session.getMapper(WriteMapper.class);
        this.messages = new MessageInsert(session.getConnection());
        this.groups = new GroupEvents(session.getMapper(GroupMapper.class));
        this.mentions = new GroupMentions(session.getMapper(GroupMapper.class));
        this.limit = limit;
    }

    Result write(List<LogRecord> batch) {
        Map<String, List<LogRecord>> byConversation = batch.stream()
                .collect(Collectors.groupingBy(
                        record -> record.conversation().value(), TreeMap::new, Collectors.toList()));
        Map<String, Extent> extents = lock(List.copyOf(byConversation.keySet()));
        List<MessageRow> rows = new ArrayList<>(batch.size());
        List<LogRecord.Stored> misplaced = new ArrayList<>();
        List<LogRecord.Stored> late = new ArrayList<>();
        byConversation.forEach((id, records) -> {
            Placement placement = new Placement(mapper, extents.getOrDefault(id, new Extent(id, 0, 0)));
            placement.place(records);
            rows.addAll(placement.rows());
            misplaced.addAll(placement.misplaced());
            late.addAll(placement.late());
            placement.recalled().forEach(message -> mapper.rewrite(id, message.getSeq(), message.toByteArray()));
        });
        if (!rows.isEmpty()) {
            List<MessageRow> written = insert(rows);
            groups.apply(written);
            mentions.note(written);
            move(rows, extents);
        }
        return new Result(misplaced, withoutHeld(late));
    }

    /** Asked last, so that what this batch wrote counts as well. */
    private List<LogRecord.Stored> withoutHeld(List<LogRecord.Stored> late) {
        if (late.isEmpty()) {
            return late;
        }
        List<MessageRow> rows = late.stream().distinct().map(MessageRow::of).toList();
        SendCheck check = new SendCheck(mapper.sends(rows));
        return rows.stream()
                .filter(row -> !check.holds(row))
                .map(MessageRow::record)
                .toList();
    }

    private Map<String, Extent> lock(List<String> ids) {
        List<Extent> extents = mapper.lock(ids);
        if (extents.size() < ids.size()) {
            Collection<String> existing =
                    extents.stream().map(Extent::conversationId).collect(Collectors.toSet());
            List<String> fresh =
                    ids.stream().filter(id -> !existing.contains(id)).toList();
            mapper.create(fresh);
            enter(fresh);
            extents = mapper.lock(ids);
        }
        return extents.stream().collect(Collectors.toMap(Extent::conversationId, Function.identity()));
    }

    /** Once for each conversation, with its first row. */
    private void enter(List<String> conversations) {
        List<InboxEntry> entries = conversations.stream()
                .map(ConversationId::new)
                .flatMap(InboxEntry::of)
                .toList();
        if (!entries.isEmpty()) {
            mapper.enter(entries);
        }
    }

    /** @return the rows as they were written: one that repeats a send holds no message */
    private List<MessageRow> insert(List<MessageRow> rows) {
        List<MessageRow> written = new ArrayList<>(rows.size());
        for (List<MessageRow> part : parts(rows)) {
            try {
                messages.insert(part);
                written.addAll(part);
            } catch (PersistenceException e) {
                List<MessageRow> sends =
                        part.stream().filter(MessageRow::isMessage).toList();
                if (!SqlFailure.of(e).isDuplicate() || sends.isEmpty()) {
                    throw e;
                }
                // The server took back this statement only; the locks still hold.
                List<MessageRow> settled = new SendCheck(mapper.sends(sends)).settle(part);
                messages.insert(settled);
                written.addAll(settled);
            }
        }
        return written;
    }

    private List<List<MessageRow>> parts(List<MessageRow> rows) {
        List<List<MessageRow>> parts = new ArrayList<>();
        List<MessageRow> part = new ArrayList<>();
        long bytes = 0;
        for (MessageRow row : rows) {
            long size = PacketLimit.of(row);
            if (!part.isEmpty() && (part.size() == STATEMENT_ROWS || bytes + size > limit.statement())) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(row);
            bytes += size;
        }
        parts.add(part);
        return parts;
    }

    private void move(List<MessageRow> rows, Map<String, Extent> extents) {
        Map<String, TreeMap<Long, Long>> added = new TreeMap<>();
        rows.forEach(row -> added.computeIfAbsent(row.getConversationId(), id -> new TreeMap<>())
                .put(row.getSeq(), row.getToSeq()));
        List<Extent> moved = new ArrayList<>(added.size());
        added.forEach((id, numbers) -> moved.add(moved(extents.getOrDefault(id, new Extent(id, 0, 0)), numbers)));
        mapper.move(moved);
    }

    /** @param added numbers by their first, not empty */
    private Extent moved(Extent before, TreeMap<Long, Long> added) {
        long head = Math.max(before.headSeq(), added.lastEntry().getValue());
        long complete = before.completeSeq();
        if (added.containsKey(complete + 1)) {
            complete = before.completeSeq() == before.headSeq()
                    ? through(complete, added)
                    : throughStored(before.conversationId(), complete, head);
        }
        return new Extent(before.conversationId(), head, complete);
    }

    private static long through(long complete, Map<Long, Long> numbers) {
        long reached = complete;
        Long next = numbers.get(reached + 1);
        while (next != null) {
            reached = next;
            next = numbers.get(reached + 1);
        }
        return reached;
    }

    /** Goes on from where it stood, over what earlier batches left beyond a gap. */
    private long throughStored(String id, long complete, long head) {
        long reached = complete;
        while (reached < head) {
            List<HeldNumbers> page = mapper.after(id, reached, head, PAGE);
            for (HeldNumbers numbers : page) {
                if (numbers.seq() != reached + 1) {
                    return reached;
                }
                reached = numbers.toSeq();
            }
            if (page.size() < PAGE) {
                return reached;
            }
        }
        return reached;
    }
}
