package io.yizhan.server.delivery;

import java.util.concurrent.CompletionStage;

/** Takes sends in. */
public interface MessageSender {
    /**
     * Numbers, stores and then routes the message. Commands that one thread submits to one conversation keep their
     * order. Never blocks or throws; always completes, normally, within 10 s, on a thread of the lanes.
     */
    CompletionStage<SendOutcome> send(SendCommand command);
}
