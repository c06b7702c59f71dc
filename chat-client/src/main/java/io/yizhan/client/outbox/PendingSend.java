package io.yizhan.client.outbox;

import chat.v2.SendRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A send without an answer yet. */
record PendingSend(
        SendRequest request,
        CompletableFuture<SendReceipt> future,
        @Nullable Future<?> deadline) {
    long id() {
        return request.getClientMsgId();
    }

    void forgetDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    boolean isOver() {
        return future.isDone();
    }
}
