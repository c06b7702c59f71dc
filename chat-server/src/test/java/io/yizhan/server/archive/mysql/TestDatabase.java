package io.yizhan.server.archive.mysql;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.server.config.DatabaseConfig;
import java.time.Duration;

/** The database of the tests. */
public final class TestDatabase {
    private TestDatabase() {}

    public static DatabaseConfig config() {
        EmbeddedMariaDb server = SharedMiddleware.mariaDb();
        return new DatabaseConfig(server.jdbcUrl(), server.user(), server.password(), 8, Duration.ofSeconds(5));
    }

    public static MySqlDatabase open() {
        return MySqlDatabase.open(config());
    }
}
