package io.yizhan.server.archive.mysql;

import chat.v2.Message;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.protocol.Recall;
import io.yizhan.server.archive.LogRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The recalls in a batch of one conversation, and what they empty. */
final class Recalls {
    private final WriteMapper mapper;
    private final String conversationId;
    private final Map<Long, Message> emptied = new HashMap<>();

    Recalls(WriteMapper mapper, String conversationId) {
        this.mapper = mapper;
        this.conversationId = conversationId;
    }

    /** Messages that stand in the database and are to lose their content. */
    Collection<Message> emptied() {
        return emptied.values();
    }

    /**
     * Looks at a record that is about to stand.
     *
     * @param rows those before it in the batch; the one it takes back is replaced
     */
    void take(LogRecord.Stored stored, List<MessageRow> rows) {
        Recall.in(stored.message()).ifPresent(recall -> {
            long seq = recall.seq();
            if (rows.stream().anyMatch(row -> row.getSeq() == seq)) {
                rows.replaceAll(row -> row.getSeq() == seq && row.isMessage() ? row.asRecalled() : row);
            } else {
                standing(seq).ifPresent(message -> emptied.put(seq, Recall.emptied(message)));
            }
        });
    }

    private Optional<Message> standing(long seq) {
        WriteMapper.Body body = mapper.body(conversationId, seq);
        if (body == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Message.parseFrom(body.body()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A row of this conversation is no message: " + conversationId, e);
        }
    }
}
