package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A request that the protocol answers with an error: expected, so without a stack trace. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final int retryAfterMs;

    /** Not to be tried again as it is. */
    public RequestRefused(ErrorCode code, String message) {
        this(code, message, 0);
    }

    /** @param retryAfterMs 0: do not retry as is */
    public RequestRefused(ErrorCode code, String message, int retryAfterMs) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfterMs = retryAfterMs;
    }

    /** The refusal that a stage failed with, if it was one. */
    static Optional<RequestRefused> in(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RequestRefused refusal ? Optional.of(refusal) : Optional.empty();
    }

    public ErrorCode code() {
        return code;
    }

    public int retryAfterMs() {
        return retryAfterMs;
    }
}
