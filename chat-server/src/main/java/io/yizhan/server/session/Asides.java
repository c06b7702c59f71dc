package io.yizhan.server.session;

import chat.v2.Frame;
import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames that need no acknowledgement. They wait while the client does not read: of two receipts for the same
 * positions only the later, and only so many bytes; then the oldest give way, and what they told comes with the next
 * sync. Answers never give way: what asks for them is bounded instead. Owned by the channel's event loop.
 */
final class Asides {
    private static final long MAX_BYTES = 16 << 10;

    private final Channel channel;
    private final Map<Object, Frame> waiting = new LinkedHashMap<>(0);
    private long bytes;

    Asides(Channel channel) {
        this.channel = channel;
    }

    /** Writes the frame if the client reads and nothing waits before it; says whether it did. */
    boolean offer(Frame frame) {
        boolean reading = waiting.isEmpty() && channel.isWritable();
        if (reading) {
            channel.writeAndFlush(frame);
        }
        return reading;
    }

    void write(Frame frame) {
        if (offer(frame)) {
            return;
        }
        Object key = key(frame);
        forget(waiting.remove(key));
        waiting.put(key, frame);
        bytes += droppable(frame);
        Iterator<Frame> oldest = waiting.values().iterator();
        while (bytes > MAX_BYTES) {
            Frame next = oldest.next();
            if (!isAnswer(next)) {
                forget(next);
                oldest.remove();
            }
        }
    }

    /** Writes what waits, as far as the client reads. */
    void advance() {
        Iterator<Frame> oldest = waiting.values().iterator();
        while (channel.isWritable() && oldest.hasNext()) {
            Frame frame = oldest.next();
            oldest.remove();
            forget(frame);
            channel.writeAndFlush(frame);
        }
    }

    private void forget(@Nullable Frame frame) {
        bytes -= frame == null ? 0 : droppable(frame);
    }

    private static long droppable(Frame frame) {
        return isAnswer(frame) ? 0 : frame.getSerializedSize();
    }

    /** Somebody waits for it. */
    private static boolean isAnswer(Frame frame) {
        return frame.getRequestId() != 0;
    }

    /** What a later frame makes superfluous. */
    private static Object key(Frame frame) {
        if (isAnswer(frame)) {
            return new Object();
        }
        return frame.hasReceipt()
                ? new Place(
                        frame.getReceipt().getConversationId(),
                        frame.getReceipt().getUserId())
                : frame;
    }

    private record Place(String conversation, String user) {}
}
