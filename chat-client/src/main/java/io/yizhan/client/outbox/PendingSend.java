package io.yizhan.client.outbox;

import chat.v2.SendRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A send without an answer yet. */
record PendingSend(SendRequest request, CompletableFuture<SendReceipt> future, Future<?> deadline) {
    long id() {
        return request.getClientMsgId();
    }

    boolean isOver() {
        return future.isDone();
    }
}
