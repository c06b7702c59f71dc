package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Kicked;
import chat.v2.Message;

/**
 * One login of one device, wherever it is: whoever sends does not ask. Nothing here blocks or throws, and nothing is
 * promised beyond effort: what matters is stored, and the device catches up.
 */
public sealed interface ServerSession permits LocalSession, RemoteSession {
    SessionAddress address();

    /** Gives the message to the device, to be acknowledged by it. */
    void push(Message message);

    /** Writes a frame that needs no acknowledgement. */
    void write(Frame frame);

    /** Says why, then closes the connection. */
    void kick(Kicked notice);
}
