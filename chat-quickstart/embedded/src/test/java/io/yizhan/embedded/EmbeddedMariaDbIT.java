package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMariaDbIT {

    @TempDir
    private Path dir;

    @Test
    void answersOnLoopbackOnly_whenStarted() throws SQLException {
        try (EmbeddedMariaDb db = EmbeddedMariaDb.start(dir, 0)) {
            assertThat(text(db, "select concat('嗨😀', @@innodb_flush_log_at_trx_commit)"))
                    .isEqualTo("嗨😀1");
            assertThat(text(db, "select database()")).isEqualTo("im");
            assertThat(Listeners.of(db.pid())).hasSize(1);
            assertThat(Listeners.outsideLoopback(db.pid())).isEmpty();
        }
    }

    @Test
    void letsNobodyInWithoutThePassword_evenAsRoot() {
        try (EmbeddedMariaDb db = EmbeddedMariaDb.start(dir, 0)) {
            for (String user : new String[] {"root", db.user(), ""}) {
                assertThatThrownBy(() -> DriverManager.getConnection(db.jdbcUrl(), user, ""))
                        .as(user)
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("Access denied");
            }
        }
    }

    @Test
    void keepsItsDataAndPassword_whenStoppedAndStartedAgain() throws SQLException {
        int port;
        String password;
        try (EmbeddedMariaDb db = EmbeddedMariaDb.start(dir, 0)) {
            port = db.port();
            password = db.password();
            insert(db, "你好");
        }
        try (EmbeddedMariaDb again = EmbeddedMariaDb.start(dir, port)) {
            assertThat(again.password()).isEqualTo(password);
            assertThat(text(again, "select greeting from kept")).isEqualTo("你好");
        }
    }

    @Test
    void goesOnWithItsData_whenKilledAndStartedAgain() throws SQLException {
        EmbeddedMariaDb killed = EmbeddedMariaDb.start(dir, 0);
        insert(killed, "hello");
        killed.kill();
        assertThat(killed.isAlive()).isFalse();

        try (EmbeddedMariaDb again = EmbeddedMariaDb.start(dir, killed.port())) {
            assertThat(text(again, "select greeting from kept")).isEqualTo("hello");
        }
    }

    @Test
    void keepsPortPasswordAndData_whenRestarted() throws SQLException {
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(dir, 0)) {
            insert(database, "hello");
            String url = database.jdbcUrl();
            long first = database.pid();

            database.restart();

            assertThat(database.pid()).isNotEqualTo(first);
            assertThat(database.jdbcUrl()).isEqualTo(url);
            assertThat(text(database, "select greeting from kept")).isEqualTo("hello");
        }
    }

    @Test
    void leavesNoProcess_whenClosedTwice() {
        EmbeddedMariaDb db = EmbeddedMariaDb.start(dir, 0);
        long started = System.nanoTime();
        db.close();
        db.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        assertThat(ProcessHandle.of(db.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(LoopbackPorts.isFree(db.port())).isTrue();
    }

    @Test
    void namesThePort_whenItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedMariaDb.start(dir, taken.getLocalPort()))
                    .isInstanceOf(EmbeddedStartException.class)
                    .hasMessage("MariaDB cannot listen: port " + taken.getLocalPort() + " is taken");
        }
    }

    private static void insert(EmbeddedMariaDb db, String greeting) throws SQLException {
        try (Connection connection = connect(db);
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (greeting varchar(20))");
            statement.execute("insert into kept values ('" + greeting + "')");
        }
    }

    private static String text(EmbeddedMariaDb db, String query) throws SQLException {
        try (Connection connection = connect(db);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedMariaDb db) throws SQLException {
        return DriverManager.getConnection(db.jdbcUrl(), db.user(), db.password());
    }
}
