package io.yizhan.quickstart.check;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import com.google.protobuf.InvalidProtocolBufferException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages of a cluster's database, read with nothing but JDBC. */
public final class MessageTable {
    private static final String ALL = "SELECT conversation_id, seq, message_id, sender, device, body"
            + " FROM message WHERE kind = 'message' ORDER BY conversation_id, seq";

    private final String url;
    private final String user;
    private final String password;

    public MessageTable(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** All messages, ascending by conversation and seq; blocks. */
    public List<StoredMessage> read() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                PreparedStatement select = connection.prepareStatement(ALL);
                ResultSet rows = select.executeQuery()) {
            List<StoredMessage> messages = new ArrayList<>();
            while (rows.next()) {
                Content content = contentOf(rows.getBytes(6));
                messages.add(new StoredMessage(
                        rows.getString(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getString(4) + "/" + rows.getString(5),
                        Ops.of(content.getText()),
                        noticeIn(content)));
            }
            return messages;
        }
    }

    private static Optional<Notice> noticeIn(Content content) {
        Map<String, String> properties = content.getPropertiesMap();
        return content.getType() == ContentType.SYSTEM
                ? Optional.of(new Notice(properties.getOrDefault("event", ""), properties.getOrDefault("user_id", "")))
                : Optional.empty();
    }

    private static Content contentOf(byte[] body) throws SQLException {
        try {
            return Message.parseFrom(body).getContent();
        } catch (InvalidProtocolBufferException e) {
            throw new SQLException("A row whose body is no message", e);
        }
    }
}
