package io.yizhan.server.delivery;

import chat.v2.ErrorCode;

/** A request that the protocol answers with an error: expected, so without a stack trace. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public RequestRefused(ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }
}
