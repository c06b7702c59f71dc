package io.yizhan.server.archive.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.sql.SchemaMigration;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.ibatis.session.SqlSession;
import org.apache.ibatis.session.SqlSessionFactory;
import org.mariadb.jdbc.MariaDbDataSource;

/** The worker's connections to the database, and the bounded threads that its asynchronous questions run on. */
public final class MySqlDatabase implements AutoCloseable {
    private static final int WAITING_QUERIES = 10_000;
    /**
     * After which a transaction that asks for nothing more is ended by the database, with its locks. A worker that
     * hangs within one would block whoever takes over its queues, which the broker gives away after 10 s at the
     * earliest.
     */
    private static final Duration HANGS_AFTER = Duration.ofSeconds(10);

    private final HikariDataSource pool;
    private final SqlSessionFactory sessions;
    private final ThreadPoolExecutor threads;
    private final Duration timeout;
    private final PacketLimit packetLimit;

    private MySqlDatabase(DatabaseConfig config, PacketLimit packetLimit) {
        this.packetLimit = packetLimit;
        this.pool = new HikariDataSource(poolConfig(config, packetLimit));
        this.sessions = SessionFactories.over(pool);
        this.threads = threads(config.connections());
        this.timeout = config.timeout();
    }

    /**
     * Brings the schema up to date and opens the pool; blocks.
     *
     * @throws ArchiveUnavailableException if the database cannot be reached or a migration fails
     */
    public static MySqlDatabase open(DatabaseConfig config) {
        try {
            DataSource single = forMigration(config);
            SchemaMigration.migrate(single);
            return new MySqlDatabase(config, PacketLimit.of(single));
        } catch (RuntimeException | SQLException e) {
            throw new ArchiveUnavailableException("The database is not ready: " + config.url(), e);
        }
    }

    /** Without the pool's time limits: a migration takes as long as it takes. */
    private static DataSource forMigration(DatabaseConfig config) throws SQLException {
        MariaDbDataSource source = new MariaDbDataSource(config.url());
        source.setUser(config.user());
        source.setPassword(config.password());
        return source;
    }

    private static HikariConfig poolConfig(DatabaseConfig config, PacketLimit packetLimit) {
        long timeoutMs = config.timeout().toMillis();
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("archive");
        pool.setJdbcUrl(config.url());
        pool.setUsername(config.user());
        pool.setPassword(config.password());
        pool.setMaximumPoolSize(config.connections());
        pool.setMinimumIdle(Math.min(2, config.connections()));
        pool.setConnectionTimeout(timeoutMs);
        pool.setValidationTimeout(timeoutMs);
        // Rows are locked one by one; gap locks would only make writers wait for each other.
        pool.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        pool.setConnectionInitSql("SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES'),"
                + " time_zone = '+00:00', innodb_lock_wait_timeout = " + Math.max(1, timeoutMs / 2_000)
                // MySQL has no such setting, and reads a comment.
                + " /*M!100300 , idle_transaction_timeout = " + HANGS_AFTER.toSeconds() + " */");
        pool.addDataSourceProperty("connectTimeout", Long.toString(timeoutMs));
        pool.addDataSourceProperty("socketTimeout", Long.toString(timeoutMs));
        // A longer statement fails before it is sent: the server would break the connection, as when it is away.
        pool.addDataSourceProperty("maxAllowedPacket", Integer.toString(packetLimit.bytes()));
        return pool;
    }

    private static ThreadPoolExecutor threads(int count) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                count, count, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_QUERIES), task -> {
                    Thread thread = new Thread(task, "database-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    Duration timeout() {
        return timeout;
    }

    PacketLimit packetLimit() {
        return packetLimit;
    }

    /** @throws IllegalStateException if the server's settings keep messages out that may be sent */
    public void requireRoomForEveryMessage() {
        int least = PacketLimit.least().bytes();
        if (packetLimit.bytes() < least) {
            throw new IllegalStateException("The database takes no statement as long as the longest message;"
                    + " set max_allowed_packet to " + least + " or more: " + packetLimit.bytes());
        }
    }

    SqlSessionFactory sessions() {
        return sessions;
    }

    /**
     * Asks on the pool's threads, where the stage completes too.
     *
     * @return fails with {@link ArchiveUnavailableException}
     */
    <T> CompletionStage<T> ask(String what, Function<SqlSession, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try (SqlSession session = sessions.openSession(true)) {
                    answer.complete(question.apply(session));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(
                            new ArchiveUnavailableException("The database did not say " + what, e));
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(
                    new ArchiveUnavailableException("Too many wait for the database to say " + what, e));
        }
        return answer;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        pool.close();
    }
}
