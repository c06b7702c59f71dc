package io.yizhan.protocol;

import chat.v2.ErrorCode;
import io.netty.handler.codec.DecoderException;

/** Bytes that are no frame: the connection cannot go on. Expected on an open port, so without a stack trace. */
public final class ProtocolException extends DecoderException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final boolean answered;

    private ProtocolException(ErrorCode code, boolean answered, String message) {
        super(message);
        this.code = code;
        this.answered = answered;
    }

    /** To be told to the other side as {@code code}, then closed. */
    public ProtocolException(ErrorCode code, String message) {
        this(code, true, message);
    }

    /** To be closed without a word, since the other side could not read it. */
    static ProtocolException silent(ErrorCode code, String message) {
        return new ProtocolException(code, false, message);
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether the other side is to get an Error before the connection is closed. */
    public boolean isAnswered() {
        return answered;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
