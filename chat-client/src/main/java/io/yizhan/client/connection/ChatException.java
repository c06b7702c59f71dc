package io.yizhan.client.connection;

import chat.v2.Error;
import chat.v2.ErrorCode;
import java.time.Duration;

/** The worker refused a request; {@link #code()} says why (protocol, ErrorCode). */
public final class ChatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final Duration retryAfter;

    /** Reads an Error frame. */
    public ChatException(Error error) {
        super(error.getCode() + (error.getMessage().isEmpty() ? "" : ": " + error.getMessage()));
        this.code = error.getCode();
        this.retryAfter = Duration.ofMillis(Integer.toUnsignedLong(error.getRetryAfterMs()));
    }

    public ErrorCode code() {
        return code;
    }

    /** How long the server asks to wait before the same request is sent again; zero when it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed later. */
    public boolean isTransient() {
        return switch (code) {
            case RATE_LIMITED, OVERLOADED, UNAVAILABLE, NOT_LOGGED_IN -> true;
            default -> !retryAfter.isZero();
        };
    }
}
