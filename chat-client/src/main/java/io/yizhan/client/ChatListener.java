package io.yizhan.client;

import chat.v2.Kicked;
import chat.v2.Message;
import chat.v2.Receipt;
import chat.v2.UserPresence;
import io.yizhan.client.outbox.SendOutcome;
import io.yizhan.client.sync.InboxEvent;
import java.time.Duration;

/**
 * What a client tells its application. All calls come one after the other on the client's own thread, which may block
 * for a while but must not wait for a future of the same client. What a call throws goes to {@link #onError}.
 */
public interface ChatListener {
    /**
     * A message, once, ascending by seq in its conversation, also from the user's other devices. It is written down and
     * acknowledged when this call has returned or thrown; if the process dies before that, it comes again after the
     * restart, alone. One of type RECALLED was taken back before it came here.
     */
    void onMessage(Message message);

    /** A message was taken back; comes in the place of {@link #onMessage} for the server's message that tells of it. */
    default void onRecalled(Recalled recalled) {}

    /**
     * A send that an earlier client had written down in the store came to its end; its future went with that client.
     * Comes again after a restart if the process dies during the call.
     */
    default void onEarlierSend(SendOutcome outcome) {}

    /** A message that was shown has another number now. */
    default void onMoved(InboxEvent.Moved moved) {}

    /** How far someone has received and read. */
    default void onReceipt(Receipt receipt) {}

    /** Logged in, for the first time or again. */
    default void onConnected(ConnectedNode node) {}

    /** The connection ended; unless the client was closed or kicked, attempts to connect again follow. */
    default void onDisconnected(String reason) {}

    /**
     * Another attempt to connect follows.
     *
     * @param attempt from 1
     * @param delay until it starts
     */
    default void onReconnecting(int attempt, Duration delay) {}

    /** The server ended the session, for instance for a login elsewhere; the client does not come back by itself. */
    default void onKicked(Kicked kicked) {}

    /**
     * Someone in the list of {@link ChatClient#presence} came or went, or uses other kinds of devices now. After a lost
     * connection what has changed meanwhile is told; until then nothing is known.
     */
    default void onPresence(UserPresence presence) {}

    /** Someone types in a conversation; comes again every second or so while that goes on, and just ends then. */
    default void onTyping(String conversationId, String userId) {}

    /** Something went wrong that no future tells of. */
    default void onError(Throwable error) {}
}
