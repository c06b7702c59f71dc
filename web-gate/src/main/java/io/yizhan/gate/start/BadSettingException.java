package io.yizhan.gate.start;

/** A setting that is refused. The message says which and why in one line, and repeats no secret. */
public final class BadSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadSettingException(String message) {
        super(message);
    }
}
