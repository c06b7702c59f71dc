package io.yizhan.bench.cluster;

import io.yizhan.access.RedisClients;
import io.yizhan.bench.result.Tally;
import io.yizhan.embedded.EmbeddedMariaDb;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import redis.clients.jedis.UnifiedJedis;

/** Asks Redis and the database what they have done since they were started. Calls block. */
final class MiddlewareCounts {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");
    private static final Pattern COMMANDS = Pattern.compile("total_commands_processed:(\\d+)");
    private static final Pattern SCRIPTS = Pattern.compile("cmdstat_(?:evalsha|eval|fcall):calls=(\\d+)");
    private static final long LOOK_MS = 250;
    /** Workers write in turns of at most a second. */
    private static final int SAME_LOOKS = 6;

    private final String redis;
    private final EmbeddedMariaDb database;

    MiddlewareCounts(String redis, EmbeddedMariaDb database) {
        this.redis = redis;
        this.database = database;
    }

    /** As soon as nothing is written to the database any more. */
    Tally atRest() throws InterruptedException {
        long rows = rows();
        for (int same = 0; same < SAME_LOOKS; same++) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            long now = rows();
            same = now == rows ? same : -1;
            rows = now;
        }
        try (UnifiedJedis client = RedisClients.open(redis, TIMEOUT, 1)) {
            String stats = client.info("stats");
            return new Tally(sum(READS, stats), sum(SCRIPTS, client.info("commandstats")), sum(COMMANDS, stats), rows);
        }
    }

    private static long sum(Pattern count, String info) {
        return count.matcher(info)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private long rows() {
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement();
                ResultSet counts = statement.executeQuery(
                        "SHOW GLOBAL STATUS WHERE Variable_name IN ('Handler_write', 'Handler_update')")) {
            long sum = 0;
            while (counts.next()) {
                sum += counts.getLong(2);
            }
            return sum;
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not tell what it has written", e);
        }
    }
}
