package io.yizhan.lifecycle;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server has answered, and takes neither the user nor the password: to try again is of no use. */
public final class CredentialsRefusedException extends RuntimeException {
    /** ISO 9075: invalid authorization specification. */
    private static final String SQL_STATE_CLASS = "28";

    /** @param message what the server said, which has no password in it */
    public CredentialsRefusedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a server said, if {@code failure} comes from that: this, or a database's own exception. */
    static Optional<String> saidBy(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CredentialsRefusedException
                    || cause instanceof SQLException sql
                            && String.valueOf(sql.getSQLState()).startsWith(SQL_STATE_CLASS)) {
                return Optional.of(String.valueOf(cause.getMessage()).strip());
            }
        }
        return Optional.empty();
    }
}
