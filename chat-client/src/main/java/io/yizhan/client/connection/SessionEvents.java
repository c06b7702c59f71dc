package io.yizhan.client.connection;

import chat.v2.Frame;
import chat.v2.Kicked;
import chat.v2.LoginResponse;
import io.yizhan.client.gate.Ticket;
import java.time.Duration;

/** Hears of the life of a session. Called on the event loop; must not block. */
public interface SessionEvents {
    /** Logged in. What the worker sends next comes after this call. */
    void online(Exchange exchange, LoginResponse login, Ticket ticket);

    /** The connection that was online ended. */
    void offline(ConnectionLostException reason);

    /**
     * Another attempt follows.
     *
     * @param attempt from 1
     */
    void reconnecting(int attempt, Duration delay);

    /** The server ended the session; nothing follows by itself. */
    void kicked(Kicked kicked);

    /** Reconnecting was given up, since it would fail again. */
    void stopped(Throwable reason);

    /** A frame that nobody asked for, other than those of the session's own life. */
    void frame(Frame frame);
}
