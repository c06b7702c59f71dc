package io.yizhan.server.archive.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.sql.SchemaMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

/** A database that was written before there were lists of conversations. */
class InboxMigrationIT {
    private static final String DATABASE = "inbox_migration";

    private final EmbeddedMariaDb server = SharedMiddleware.mariaDb();

    @Test
    void entersBothSidesOfEachDirectConversation_whenTheDatabaseIsOlder() throws Exception {
        run(server.jdbcUrl(), "CREATE DATABASE " + DATABASE);
        MariaDbDataSource source = new MariaDbDataSource(server.jdbcUrl(DATABASE));
        source.setUser(server.user());
        source.setPassword(server.password());
        Flyway.configure().dataSource(source).target("2").load().migrate();
        run(
                server.jdbcUrl(DATABASE),
                "INSERT INTO conversation (conversation_id, head_seq, moved_at) VALUES"
                        + " ('d:Ann_1:b.o-b', 5, NOW(3)), ('d:ann:ann', 1, NOW(3)), ('g:team', 9, NOW(3))");

        SchemaMigration.migrate(source);

        assertThat(entries()).containsExactlyInAnyOrder("Ann_1 d:Ann_1:b.o-b", "b.o-b d:Ann_1:b.o-b", "ann d:ann:ann");
    }

    private List<String> entries() throws Exception {
        List<String> entries = new ArrayList<>();
        try (Connection connection = connect(server.jdbcUrl(DATABASE));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT user_id, conversation_id FROM inbox")) {
            while (rows.next()) {
                entries.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        return entries;
    }

    private void run(String url, String sql) throws Exception {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String url) throws Exception {
        return DriverManager.getConnection(url, server.user(), server.password());
    }
}
