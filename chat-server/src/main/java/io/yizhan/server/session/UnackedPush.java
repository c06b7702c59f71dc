package io.yizhan.server.session;

import chat.v2.Message;
import io.yizhan.protocol.Recall;

/**
 * A message that was pushed on a connection and is not acknowledged. Times are nanoseconds. Owned by one event loop.
 */
final class UnackedPush {
    private Message message;
    private long dueAt;
    private int times = 1;

    UnackedPush(Message message, long dueAt) {
        this.message = message;
        this.dueAt = dueAt;
    }

    Message message() {
        return message;
    }

    boolean is(String conversation, long seq) {
        return message.getSeq() == seq && message.getConversationId().equals(conversation);
    }

    /** Forgets its content, which was taken back; returns how many bytes that frees. */
    long empty() {
        int before = message.getSerializedSize();
        message = Recall.emptied(message);
        return (long) before - message.getSerializedSize();
    }

    /** When it is to be pushed again, or, after the last time, when it is hopeless. */
    long dueAt() {
        return dueAt;
    }

    /** Keeps the beat, unless this worker itself stood still: its pause is not the device's fault. */
    void again(long now, long interval) {
        times++;
        dueAt = now - dueAt < interval / 2 ? dueAt + interval : now + interval;
    }

    /** It is not repeated before then, and that does not count. */
    void putOff(long until) {
        dueAt = until;
    }

    int times() {
        return times;
    }
}
