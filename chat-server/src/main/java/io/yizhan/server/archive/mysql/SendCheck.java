package io.yizhan.server.archive.mysql;

import io.yizhan.server.archive.LogRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settles rows of which some carry a client id that was used before. */
final class SendCheck {
    private static final Logger log = LoggerFactory.getLogger(SendCheck.class);

    private final Map<Key, List<HeldSend>> standing = new HashMap<>();

    private record Key(String sender, String device, long clientMsgId) {}

    SendCheck(List<HeldSend> standing) {
        standing.forEach(this::add);
    }

    /** The rows as they can be written: a repeated send's number becomes void, a reused id is kept beside the first. */
    List<MessageRow> settle(List<MessageRow> rows) {
        List<MessageRow> settled = new ArrayList<>(rows.size());
        for (MessageRow row : rows) {
            settled.add(row.isMessage() ? settle(row) : row);
        }
        return settled;
    }

    /** Whether the row's message stands already, under whatever number. */
    boolean holds(MessageRow row) {
        HeldSend send = send(row);
        return same(send).stream()
                .anyMatch(earlier -> earlier.conversationId().equals(send.conversationId())
                        && earlier.contentHash() == send.contentHash());
    }

    private MessageRow settle(MessageRow row) {
        HeldSend send = send(row);
        if (holds(row)) {
            log.info("A send had two numbers, the second becomes void: {} {}", row.getConversationId(), row.getSeq());
            return row.asVoid();
        }
        boolean clash = !same(send).isEmpty();
        add(send);
        if (clash) {
            log.error(
                    "A client used an id for two messages; both are kept: {} {}",
                    row.getConversationId(),
                    row.getSeq());
            return row.asClash();
        }
        return row;
    }

    private void add(HeldSend send) {
        standing.computeIfAbsent(key(send), key -> new ArrayList<>()).add(send);
    }

    private List<HeldSend> same(HeldSend send) {
        return standing.getOrDefault(key(send), List.of());
    }

    private static Key key(HeldSend send) {
        return new Key(send.sender(), send.device(), send.clientMsgId());
    }

    private static HeldSend send(MessageRow row) {
        LogRecord.Stored stored = row.record();
        return new HeldSend(
                row.getConversationId(),
                stored.message().getFromUserId(),
                stored.deviceValue(),
                stored.clientMsgId(),
                stored.contentHash());
    }
}
