package io.yizhan.client.connection;

import io.yizhan.client.gate.GateException;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** What a failed attempt to connect means for the next one. */
final class Failures {
    private Failures() {}

    static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** Whether another attempt would fail in the same way. */
    static boolean isFinal(Throwable error, boolean firstConnection) {
        if (error instanceof GateException refusal) {
            return !refusal.isTransient();
        }
        if (error instanceof ChatException refusal) {
            return switch (refusal.code()) {
                case UNSUPPORTED_VERSION, FRAME_TOO_LARGE, INVALID_ARGUMENT -> true;
                case LOGIN_REFUSED -> firstConnection; // later the older device may have gone
                default -> false;
            };
        }
        return false;
    }

    /** The least wait that the other side asked for. */
    static Duration retryAfter(Throwable error) {
        if (error instanceof GateException refusal) {
            return refusal.retryAfter();
        }
        return error instanceof ChatException refusal ? refusal.retryAfter() : Duration.ZERO;
    }
}
