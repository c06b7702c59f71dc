package io.yizhan.gate.error;

/**
 * An answer failed after some of it was sent. No problem can be told any more; the connection is broken off, so that
 * nobody takes the part for the whole.
 */
public final class BrokenAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokenAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
