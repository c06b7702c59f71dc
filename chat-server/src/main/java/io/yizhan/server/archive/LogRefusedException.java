package io.yizhan.server.archive;

import org.jspecify.annotations.Nullable;

/** The message log did not take a batch: nothing of it is stored, nor will be. */
public final class LogRefusedException extends ArchiveUnavailableException {
    private static final long serialVersionUID = 1L;

    public LogRefusedException(String message) {
        this(message, null);
    }

    public LogRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
