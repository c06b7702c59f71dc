package io.yizhan.server.session;

import chat.v2.Message;

/** A message that was pushed on a connection and is not acknowledged. Owned by one event loop. */
final class UnackedPush {
    private final Message message;
    private final long firstAt;
    private int times = 1;

    UnackedPush(Message message, long firstAt) {
        this.message = message;
        this.firstAt = firstAt;
    }

    Message message() {
        return message;
    }

    boolean is(String conversation, long seq) {
        return message.getSeq() == seq && message.getConversationId().equals(conversation);
    }

    /** When it is to be pushed again, or, after the last time, when it is hopeless. */
    long nextAt(long interval) {
        return firstAt + times * interval;
    }

    void again() {
        times++;
    }

    int times() {
        return times;
    }
}
