package io.yizhan.server.archive.mysql;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.server.config.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The database of the tests. */
public final class TestDatabase {
    private TestDatabase() {}

    public static DatabaseConfig config() {
        EmbeddedMariaDb server = SharedMiddleware.mariaDb();
        return new DatabaseConfig(server.jdbcUrl(), server.user(), server.password(), 8, Duration.ofSeconds(5));
    }

    /** A database of its own for a test that changes tables or counts all rows. */
    public static DatabaseConfig fresh() throws SQLException {
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        execute(config(), "CREATE DATABASE " + name);
        DatabaseConfig shared = config();
        return new DatabaseConfig(
                SharedMiddleware.mariaDb().jdbcUrl(name), shared.user(), shared.password(), 8, shared.timeout());
    }

    public static void execute(DatabaseConfig config, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password());
                Statement one = connection.createStatement()) {
            one.execute(statement);
        }
    }

    /** The first column of all rows. */
    public static List<String> rows(DatabaseConfig config, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password());
                Statement one = connection.createStatement();
                ResultSet found = one.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        }
    }

    public static MySqlDatabase open() {
        return MySqlDatabase.open(config());
    }
}
