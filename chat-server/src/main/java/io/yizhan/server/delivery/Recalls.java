package io.yizhan.server.delivery;

import chat.v2.RecallRequest;
import io.yizhan.identity.UserId;
import java.util.concurrent.CompletionStage;

/** Takes messages back. */
public interface Recalls {
    /**
     * Empties a message of {@code by}'s own and has its conversation told, by a message of its own number. Once however
     * often it is asked for. Never blocks or throws.
     *
     * @return completes when the recall is stored and nobody is given the content any more; fails with
     *     {@code RequestRefused}, or when a store is away
     */
    CompletionStage<Void> recall(UserId by, RecallRequest request);
}
