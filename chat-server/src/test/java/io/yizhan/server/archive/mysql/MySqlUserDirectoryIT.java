package io.yizhan.server.archive.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.archive.UserDirectoryContract;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.sql.SchemaMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

class MySqlUserDirectoryIT extends UserDirectoryContract {
    private final MySqlDatabase database = TestDatabase.open();
    private final MySqlUserDirectory directory = new MySqlUserDirectory(database);

    @Override
    protected UserDirectory directory() {
        return directory;
    }

    @Override
    protected void register(UserId newcomer) throws Exception {
        DatabaseConfig config = TestDatabase.config();
        try (Connection connection = DriverManager.getConnection(config.url(), config.user(), config.password());
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO users (user_id, password_hash) VALUES (?, 'none')")) {
            insert.setString(1, newcomer.value());
            insert.executeUpdate();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void migratesOnce_whenSeveralStart() throws Exception {
        DatabaseConfig config = TestDatabase.config();
        MariaDbDataSource source = new MariaDbDataSource(config.url());
        source.setUser(config.user());
        source.setPassword(config.password());

        assertThat(SchemaMigration.migrate(source)).isZero();
    }
}
