package io.yizhan.gate.error;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import org.springframework.dao.DataAccessException;

/** Tells a database that is away or busy, where trying again helps, from a statement that is wrong. */
final class DatabaseFailure {
    /** SQL standard: the class of connection exceptions. */
    private static final String CONNECTION_CLASS = "08";

    private DatabaseFailure() {}

    static boolean isUnreachable(DataAccessException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLTimeoutException) {
                return true;
            }
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(CONNECTION_CLASS)) {
                return true;
            }
        }
        return false;
    }

    static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
