package io.yizhan.settings;

/** The settings cannot be read or written now. */
public final class SettingsUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SettingsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
