package io.yizhan.server.transport;

import chat.v2.Error;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import io.yizhan.server.delivery.RequestRefused;
import java.util.Set;
import java.util.concurrent.CompletionException;

/**
 * An answer that says no.
 *
 * @param message for a person; holds nothing that a client must not know
 * @param retryAfterMs 0: do not retry as is
 */
record Refusal(ErrorCode code, String message, int retryAfterMs) {
    private static final int RETRY_AFTER_MS = 1_000;
    /** These say that our own code is wrong, not that a store is away. */
    private static final Set<Class<?>> BUGS = Set.of(
            NullPointerException.class,
            ClassCastException.class,
            IndexOutOfBoundsException.class,
            IllegalArgumentException.class,
            UnsupportedOperationException.class);

    static Refusal of(ErrorCode code, String message) {
        boolean again = code == ErrorCode.OVERLOADED || code == ErrorCode.UNAVAILABLE;
        return new Refusal(code, message, again ? RETRY_AFTER_MS : 0);
    }

    static Refusal invalid(String message) {
        return of(ErrorCode.INVALID_ARGUMENT, message);
    }

    static Refusal internal() {
        return of(ErrorCode.INTERNAL, "The server failed on this request");
    }

    /** What a failed stage means to the client. */
    static Refusal because(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RequestRefused refused) {
            return new Refusal(refused.code(), String.valueOf(refused.getMessage()), refused.retryAfterMs());
        }
        boolean bug = cause instanceof java.lang.Error || BUGS.stream().anyMatch(type -> type.isInstance(cause));
        return bug ? internal() : of(ErrorCode.UNAVAILABLE, "A store cannot be reached");
    }

    Frame toFrame(long requestId) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setError(Error.newBuilder().setCode(code).setMessage(message).setRetryAfterMs(retryAfterMs))
                .build();
    }
}
