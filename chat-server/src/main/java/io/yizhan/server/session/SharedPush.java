package io.yizhan.server.session;

import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.Push;
import io.yizhan.protocol.SharedFrame;

/** A message that many sessions are pushed, encoded once for all. Safe from any thread. */
record SharedPush(Message message, SharedFrame frame) {
    static SharedPush of(Message message) {
        return new SharedPush(
                message,
                new SharedFrame(Frame.newBuilder()
                        .setPush(Push.newBuilder().addMessages(message))
                        .build()));
    }

    /** Whether the session is the one that sent it. */
    boolean isFrom(LocalSession session) {
        return session.device().value().equals(message.getFromDeviceId())
                && session.user().value().equals(message.getFromUserId());
    }
}
