package io.yizhan.server.archive.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.sql.SchemaMigration;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.mariadb.jdbc.MariaDbDataSource;

/** A first start that ends in the middle of making the tables, and the next one. */
class BrokenOffMigrationIT {
    private static final String DATABASE = "broken_off";
    private static final int CHANGES_AT_LEAST = 18;

    private final EmbeddedMariaDb server = SharedMiddleware.mariaDb();

    @Test
    void aStartFinishesWhatAKilledOneBegan_afterEachStatement() throws Exception {
        assertFinishes(MortalDataSource.End.KILLED);
    }

    /** As when a right is missing, or a disk is full: Flyway writes down that the script failed. */
    @Test
    void aStartFinishesWhatAFailedOneBegan_afterEachStatement() throws Exception {
        assertFinishes(MortalDataSource.End.REFUSED);
    }

    private void assertFinishes(MortalDataSource.End end) throws SQLException {
        SchemaMigration.migrate(emptyDatabase());
        List<String> whole = schema();
        int changes = 0;
        while (endsMidway(new MortalDataSource(emptyDatabase(), changes + 1, end))) {
            changes++;

            SchemaMigration.migrate(database());

            assertThat(schema()).as("%s at change %d", end, changes).isEqualTo(whole);
            assertThat(SchemaMigration.migrate(database())).isZero();
        }
        assertThat(changes).isGreaterThan(CHANGES_AT_LEAST);
    }

    private static boolean endsMidway(MortalDataSource mortal) {
        try {
            SchemaMigration.migrate(mortal.source());
        } catch (FlywayException e) {
            return true;
        }
        return mortal.hasEnded(); // Flyway tries some things again
    }

    @Test
    void takesADatabase_whoseScriptsCouldNotBeRunAgain() throws Exception {
        SchemaMigration.migrate(emptyDatabase());
        execute("UPDATE flyway_schema_history SET checksum = -1764702608 WHERE version = '2'");

        assertThat(SchemaMigration.migrate(database())).isZero();
        assertThatValidates();

        execute("UPDATE flyway_schema_history SET checksum = 7 WHERE version = '2'");
        assertThatThrownBy(() -> SchemaMigration.migrate(database()))
                .as("a script that is none of ours")
                .isInstanceOf(FlywayException.class);
    }

    private void assertThatValidates() throws SQLException {
        Flyway.configure()
                .dataSource(database())
                .locations("classpath:db/migration")
                .load()
                .validate();
    }

    private DataSource emptyDatabase() throws SQLException {
        execute(server.jdbcUrl(), "DROP DATABASE IF EXISTS " + DATABASE);
        execute(server.jdbcUrl(), "CREATE DATABASE " + DATABASE);
        return database();
    }

    private DataSource database() throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource(server.jdbcUrl(DATABASE));
        source.setUser(server.user());
        source.setPassword(server.password());
        return source;
    }

    /** Each column and index, and which scripts were run. */
    private List<String> schema() throws SQLException {
        List<String> all = new ArrayList<>(rows("SELECT table_name, column_name, column_type, is_nullable,"
                + " column_default FROM information_schema.columns WHERE table_schema = '" + DATABASE
                + "' AND table_name <> 'flyway_schema_history' ORDER BY table_name, ordinal_position"));
        all.addAll(rows("SELECT table_name, index_name, non_unique, seq_in_index, column_name"
                + " FROM information_schema.statistics WHERE table_schema = '" + DATABASE
                + "' AND table_name <> 'flyway_schema_history' ORDER BY table_name, index_name, seq_in_index"));
        all.addAll(rows("SELECT version, checksum, success FROM flyway_schema_history ORDER BY installed_rank"));
        return all;
    }

    private List<String> rows(String query) throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = connect(server.jdbcUrl(DATABASE));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                StringBuilder row = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.append(rows.getString(i)).append(' ');
                }
                all.add(row.toString());
            }
        }
        return all;
    }

    private void execute(String sql) throws SQLException {
        execute(server.jdbcUrl(DATABASE), sql);
    }

    private void execute(String url, String sql) throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, server.user(), server.password());
    }
}
