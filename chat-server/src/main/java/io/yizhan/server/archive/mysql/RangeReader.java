package io.yizhan.server.archive.mysql;

import chat.v2.Message;
import com.google.protobuf.InvalidProtocolBufferException;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import java.util.ArrayList;
import java.util.List;

/** Reads messages in pages, so that a bound in bytes does not fetch a thousand large ones. */
final class RangeReader {
    private static final int PAGE = 128;

    private final ReadMapper mapper;

    RangeReader(ReadMapper mapper) {
        this.mapper = mapper;
    }

    Slice read(Range range) {
        // First: rows never go away, so what was complete now is among the messages read later.
        Long found = mapper.completeTo(range.conversation().value());
        long complete = found == null ? 0 : found;
        List<Message> messages = new ArrayList<>();
        long bytes = 0;
        long from = range.fromSeq();
        long to = range.toSeq();
        while (from <= to) {
            int wanted = Math.min(PAGE, range.limit() - messages.size() + 1);
            List<byte[]> page = page(range, from, to, wanted);
            for (byte[] body : page) {
                bytes += body.length;
                if (messages.size() == range.limit() || (!messages.isEmpty() && bytes > range.maxBytes())) {
                    return new Slice(messages, true, complete);
                }
                Message message = message(range, body);
                messages.add(message);
                from = range.backwards() ? from : message.getSeq() + 1;
                to = range.backwards() ? message.getSeq() - 1 : to;
            }
            if (page.size() < wanted) {
                break;
            }
        }
        return new Slice(messages, false, complete);
    }

    private List<byte[]> page(Range range, long from, long to, int limit) {
        String id = range.conversation().value();
        return range.backwards() ? mapper.backwards(id, from, to, limit) : mapper.forwards(id, from, to, limit);
    }

    private static Message message(Range range, byte[] body) {
        try {
            return Message.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A row of this conversation is no message: " + range.conversation(), e);
        }
    }
}
