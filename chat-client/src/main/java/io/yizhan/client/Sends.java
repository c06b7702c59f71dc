package io.yizhan.client;

import chat.v2.SendRequest;
import io.yizhan.client.outbox.MessageIds;
import io.yizhan.client.outbox.Outbox;
import io.yizhan.client.outbox.SendOutcome;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.store.LocalStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Writes each send down under its id before it goes out, and takes up those that an earlier client has left. What came
 * to an end is struck out when the application was told.
 */
final class Sends {
    private final LocalStore store;
    private final MessageIds ids;
    private final Outbox outbox;
    private final Callbacks callbacks;

    Sends(LocalStore store, MessageIds ids, Outbox outbox, Callbacks callbacks) {
        this.store = store;
        this.ids = ids;
        this.outbox = outbox;
        this.callbacks = callbacks;
    }

    /**
     * Gives the send its id and writes it down; may block for that.
     *
     * @throws RuntimeException if it cannot be written down; then it is not sent
     */
    SendRequest write(SendRequest.Builder send) {
        SendRequest request = send.setClientMsgId(ids.next()).build();
        store.outgoing(request);
        return request;
    }

    /** Sends what was written down. Only on the event loop. */
    CompletableFuture<SendReceipt> start(SendRequest request) {
        CompletableFuture<SendReceipt> receipt = new CompletableFuture<>();
        outbox.add(request, receipt);
        return receipt;
    }

    /** Goes on with {@code earlier} sends; the listener is told how each ends. Only on the event loop. */
    void resume(List<SendRequest> earlier) {
        for (SendRequest request : earlier) {
            CompletableFuture<SendReceipt> receipt = new CompletableFuture<>();
            var unused = receipt.whenComplete((stored, error) -> {
                SendOutcome outcome = error == null
                        ? new SendOutcome.Stored(request, stored)
                        : new SendOutcome.Failed(request, error);
                callbacks.tell(listener -> listener.onEarlierSend(outcome));
            });
            outbox.resume(request, receipt);
        }
    }
}
