package io.yizhan.server.archive;

import org.jspecify.annotations.Nullable;

/** The message log or the message store could not be reached, or did not say that it did what was asked. */
public sealed class ArchiveUnavailableException extends RuntimeException permits LogRefusedException {
    private static final long serialVersionUID = 1L;

    public ArchiveUnavailableException(String message) {
        this(message, null);
    }

    public ArchiveUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
