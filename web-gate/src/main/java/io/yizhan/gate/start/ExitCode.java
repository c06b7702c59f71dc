package io.yizhan.gate.start;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;

/** What the process says by its exit code when it could not start. */
public final class ExitCode {
    /** As sysexits.h: EX_CONFIG. */
    private static final int BAD_SETTINGS = 78;

    private static final int NOT_STARTED = 1;

    private ExitCode() {}

    public static int of(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException || cause instanceof BadSettingException) {
                return BAD_SETTINGS;
            }
        }
        return NOT_STARTED;
    }
}
