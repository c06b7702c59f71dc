package io.yizhan.gate;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import io.yizhan.embedded.EmbeddedMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Rows as the workers write them. */
final class StoredMessages {
    private static final int BATCH = 500;

    private final EmbeddedMariaDb database;

    StoredMessages(EmbeddedMariaDb database) {
        this.database = database;
    }

    static Message text(String conversation, String from, long seq, String text) {
        return Message.newBuilder()
                .setConversationId(conversation)
                .setSeq(seq)
                .setMessageId((1L << 53) + seq)
                .setFromUserId(from)
                .setFromDeviceId("phone")
                .setClientMsgId(-seq)
                .setContent(Content.newBuilder().setType(ContentType.TEXT).setText(text))
                .setServerTimeMs(1_700_000_000_000L + seq)
                .build();
    }

    /** @param completeTo up to here the others hold nothing */
    void write(String conversation, long completeTo, List<Message> messages) throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement row =
                    connection.prepareStatement("INSERT INTO message (conversation_id, seq, to_seq, kind, message_id,"
                            + " stored_at, body) VALUES (?, ?, ?, 'message', ?, UTC_TIMESTAMP(3), ?)")) {
                int waiting = 0;
                for (Message message : messages) {
                    row.setString(1, conversation);
                    row.setLong(2, message.getSeq());
                    row.setLong(3, message.getSeq());
                    row.setLong(4, message.getMessageId());
                    row.setBytes(5, message.toByteArray());
                    row.addBatch();
                    if (++waiting % BATCH == 0) {
                        row.executeBatch();
                    }
                }
                row.executeBatch();
            }
            connection.commit();
        }
        long head = messages.stream().mapToLong(Message::getSeq).max().orElse(0);
        execute("REPLACE INTO conversation (conversation_id, head_seq, complete_seq, moved_at) VALUES ('" + conversation
                + "', " + Math.max(head, completeTo) + ", " + completeTo + ", UTC_TIMESTAMP(3))");
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    }
}
