package io.yizhan.gate.start;

/** The gate cannot start, for a reason that its message says in one line. */
public final class StartFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
