package io.yizhan.server.delivery;

import io.yizhan.identity.UserId;
import java.util.concurrent.CompletionStage;

/** Decides who may write to whom. Never blocks or throws. */
public interface Admission {
    /** Whether {@code recipient} takes nothing from {@code sender}; complete at once where they talked lately. */
    CompletionStage<Boolean> refuses(UserId recipient, UserId sender);
}
