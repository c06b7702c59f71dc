package io.yizhan.server.archive.mysql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.apache.ibatis.exceptions.PersistenceException;
import org.jspecify.annotations.Nullable;

/**
 * The one statement that is not MyBatis's: it makes such a text, of a dozen parameters for each of hundreds of rows,
 * anew each time, which took more than half of what a busy worker computed (docs/adr/0014-one-statement-in-jdbc.md).
 */
final class MessageInsert {
    /** Plain, not IGNORE: that would cut what is too long, and hide why a row is missing. */
    private static final String INTO = """
            INSERT INTO message (conversation_id, seq, to_seq, kind, message_id, sender, device, client_msg_id, clash,
                                 content_hash, server_time_ms, stored_at, body) VALUES
            """;

    private static final String ROW = "(?,?,?,?,?,?,?,?,?,?,?,UTC_TIMESTAMP(3),?)";

    private final Connection connection;

    MessageInsert(Connection connection) {
        this.connection = connection;
    }

    /**
     * Inserts all of the rows, or none; there is at least one.
     *
     * @throws PersistenceException of the database's failure, as the mappers do
     */
    void insert(List<MessageRow> rows) {
        try (PreparedStatement statement = connection.prepareStatement(text(rows.size()))) {
            Parameters parameters = new Parameters(statement);
            for (MessageRow row : rows) {
                parameters.add(row);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new PersistenceException("Could not insert messages, rows: " + rows.size(), e);
        }
    }

    private static String text(int rows) {
        StringBuilder text = new StringBuilder(INTO.length() + rows * (ROW.length() + 1));
        text.append(INTO).append(ROW);
        for (int i = 1; i < rows; i++) {
            text.append(',').append(ROW);
        }
        return text.toString();
    }

    private static final class Parameters {
        private final PreparedStatement statement;
        private int last;

        Parameters(PreparedStatement statement) {
            this.statement = statement;
        }

        void add(MessageRow row) throws SQLException {
            statement.setString(++last, row.getConversationId());
            statement.setLong(++last, row.getSeq());
            statement.setLong(++last, row.getToSeq());
            statement.setString(++last, row.getKind());
            unsigned(row.getMessageId());
            statement.setString(++last, row.getSender());
            statement.setString(++last, row.getDevice());
            unsigned(row.getClientMsgId());
            unsigned(row.getClash());
            statement.setObject(++last, row.getContentHash(), Types.BIGINT);
            statement.setObject(++last, row.getServerTimeMs(), Types.BIGINT);
            statement.setBytes(++last, row.getBody());
        }

        /** All 64 bits count. */
        private void unsigned(@Nullable Long bits) throws SQLException {
            statement.setBigDecimal(++last, bits == null ? null : new BigDecimal(Long.toUnsignedString(bits)));
        }
    }
}
