package io.yizhan.server.archive.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * How long one statement may be: servers refuse what is longer than one packet, and a batch that is refused would be
 * tried for ever.
 *
 * @param bytes the server's {@code max_allowed_packet}
 */
record PacketLimit(int bytes) {
    /** What no row takes beside its body, and no statement beside its rows. */
    private static final int OVERHEAD = 1 << 10;
    /** Rows of a statement: longer ones gain nothing, whatever the server takes. */
    private static final int ENOUGH = 4 << 20;
    /** A message of the largest content (protocol, limits), with what the server adds to it. */
    private static final int LARGEST_MESSAGE = 72 << 10;

    /** Asks the server; what an operator changes later counts after the next start. */
    static PacketLimit of(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT LEAST(@@max_allowed_packet, 1073741824)")) {
            answer.next();
            return new PacketLimit(answer.getInt(1));
        }
    }

    /** The least that every message fits in, by itself. */
    static PacketLimit least() {
        return new PacketLimit(2 * OVERHEAD + escaped(LARGEST_MESSAGE));
    }

    /** How many bytes of rows, as {@link #of(MessageRow)} counts them, fit into a statement. */
    int statement() {
        return Math.min(ENOUGH, bytes - OVERHEAD);
    }

    /** What a row adds to a statement at most. */
    static int of(MessageRow row) {
        return OVERHEAD + (row.isMessage() ? escaped(row.message().getSerializedSize()) : 0);
    }

    /** The driver writes bytes as text, in which some of them take two. */
    private static int escaped(int bytes) {
        return 2 * bytes;
    }
}
