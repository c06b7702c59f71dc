package io.yizhan.server.delivery;

import chat.v2.ErrorCode;
import chat.v2.SendResponse;

/** What the sender is told. */
public sealed interface SendOutcome {
    /** It is stored. */
    record Stored(SendResponse response) implements SendOutcome {}

    /**
     * It is not, or nobody knows.
     *
     * @param retryAfterMs 0: do not retry as is
     */
    record Refused(ErrorCode code, String message, int retryAfterMs) implements SendOutcome {}
}
