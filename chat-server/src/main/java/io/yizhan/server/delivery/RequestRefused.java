package io.yizhan.server.delivery;

import chat.v2.ErrorCode;

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

    public ErrorCode code() {
        return code;
    }

    public int retryAfterMs() {
        return retryAfterMs;
    }
}
