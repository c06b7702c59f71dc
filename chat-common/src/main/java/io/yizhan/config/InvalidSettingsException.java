package io.yizhan.config;

import java.util.List;

/** Settings that a program cannot start with; the message lists every error, one a line. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> errors;

    public InvalidSettingsException(List<String> errors) {
        super(String.join(System.lineSeparator(), errors));
        this.errors = List.copyOf(errors);
    }

    /** One line for each. */
    public List<String> errors() {
        return errors;
    }
}
