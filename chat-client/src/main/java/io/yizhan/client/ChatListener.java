package io.yizhan.client;

import chat.v2.Kicked;
import chat.v2.Message;
import chat.v2.Receipt;
import chat.v2.UserPresence;
import io.yizhan.client.sync.InboxEvent;
import java.time.Duration;

/**
 * What a client tells its application. All calls come one after the other on the client's own thread, which may block
 * for a while but must not wait for a future of the same client. What a call throws goes to {@link #onError}.
 */
public interface ChatListener {
    /**
     * A message, once, ascending by seq in its conversation, also from the user's other devices. It is acknowledged
     * when this call returns or throws.
     */
    void onMessage(Message message);

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

    /** Someone whose presence was asked for came or went. */
    default void onPresence(UserPresence presence) {}

    /** Something went wrong that no future tells of. */
    default void onError(Throwable error) {}
}
