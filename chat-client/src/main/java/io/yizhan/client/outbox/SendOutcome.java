package io.yizhan.client.outbox;

import chat.v2.SendRequest;

/** How a send ended. */
public sealed interface SendOutcome {
    SendRequest request();

    /** The server has stored it. */
    record Stored(SendRequest request, SendReceipt receipt) implements SendOutcome {}

    /** It is not tried any more. */
    record Failed(SendRequest request, Throwable reason) implements SendOutcome {}
}
