package io.yizhan.server.archive.mysql;

import java.sql.SQLException;
import java.util.Set;
import org.mariadb.jdbc.export.MaxAllowedPacketException;

/**
 * What a failed statement means for a second try.
 *
 * @param state SQLSTATE, empty if the failure is not the database's
 * @param code the server's error number
 */
record SqlFailure(String state, int code) {
    private static final int DUPLICATE_ENTRY = 1062;
    private static final int DEADLOCK = 1213;
    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int RECORD_CHANGED = 1020;
    private static final int PACKET_TOO_LARGE = 1153;
    /** Data that does not fit its column, whatever class the server files it under. */
    private static final Set<Integer> UNFIT = Set.of(1048, 1264, 1265, 1292, 1364, 1366, 1406);

    static SqlFailure of(Throwable failure) {
        SqlFailure found = new SqlFailure("", 0);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MaxAllowedPacketException) {
                return new SqlFailure(found.state(), PACKET_TOO_LARGE); // by the driver, which has no number for it
            }
            if (cause instanceof SQLException sql && found.state().isEmpty()) {
                String state = sql.getSQLState();
                found = new SqlFailure(state == null ? "" : state, sql.getErrorCode());
            }
        }
        return found;
    }

    boolean isDuplicate() {
        return code == DUPLICATE_ENTRY;
    }

    /** Another transaction was in the way; the same transaction can succeed at once. */
    boolean isContention() {
        return code == DEADLOCK || code == LOCK_WAIT_TIMEOUT || code == RECORD_CHANGED || code == DUPLICATE_ENTRY;
    }

    /** The statement is longer than what the server takes. */
    boolean isTooLong() {
        return code == PACKET_TOO_LARGE;
    }

    /** The rows themselves cannot be written, ever. */
    boolean isPermanent() {
        return isTooLong() || state.startsWith("22") || code == DUPLICATE_ENTRY || UNFIT.contains(code);
    }
}
