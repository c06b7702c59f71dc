package io.yizhan.client.sync;

import chat.v2.Receipt;
import java.util.List;

/** Takes what the receiver has for the application. Called on the event loop; must not block it. */
public interface DeliverySink {
    /**
     * Shows {@code events} to the application one after the other and writes each down when it was taken, in the end
     * {@code position}; then calls {@code consumed} on the event loop. Batches are handled in the order of the calls.
     *
     * @param events may be empty: then there is only the position to write down
     */
    void deliver(String conversationId, List<InboxEvent> events, long position, Runnable consumed);

    /** Every conversation is known; what was delivered before this call says where each began. */
    void listed();

    /** A position of someone in a conversation that is ahead of what was told before. */
    void receipt(Receipt receipt);

    /** Something that does not end the connection went wrong and is tried again. */
    void failed(Throwable cause);
}
