package io.yizhan.client.gate;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Finds the gate's refusal in what a future failed with. */
final class GateErrors {
    private GateErrors() {}

    static GateException of(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof GateException refusal
                ? refusal
                : new GateException("INTERNAL", 500, "A call to the gate failed: " + cause, Duration.ZERO);
    }
}
