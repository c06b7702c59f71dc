package io.yizhan.server.archive;

import io.yizhan.lifecycle.Attempts;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.server.config.RocketMqConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that writes the log into the database and ends, as kill -9 does, right after a commit. */
public final class PersisterProcess {
    /** As a shell tells of a process that was killed by signal 9. */
    static final int KILLED = 137;

    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private PersisterProcess() {}

    /**
     * Arguments: name servers, topic, queues, group, JDBC URL, user, password, and after which commit to end; 0: never.
     */
    public static void main(String[] args) throws Exception {
        RocketMqConfig config =
                new RocketMqConfig(args[0], args[1], Integer.parseInt(args[2]), args[3], Duration.ofSeconds(6));
        DatabaseConfig databaseConfig = new DatabaseConfig(args[4], args[5], args[6], 4, Duration.ofSeconds(5));
        // as a worker does, since this machine may be busy
        MySqlDatabase database = Attempts.until("the database", START_LIMIT, () -> MySqlDatabase.open(databaseConfig));
        MySqlDeadLetters letters = new MySqlDeadLetters(database);
        MySqlMessageStore store = new MySqlMessageStore(database, letters);
        RocketMqMessageLog log =
                Attempts.until("RocketMQ", START_LIMIT, () -> RocketMqMessageLog.open(config, letters));
        AtomicInteger left = new AtomicInteger(Integer.parseInt(args[7]));
        log.consume(batch -> {
            store.write(batch);
            if (left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        });
        new CountDownLatch(1).await();
    }

    /** Starts one beside the test; the caller ends it. */
    static Process start(RocketMqConfig log, DatabaseConfig database, int commits) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PersisterProcess.class.getName()));
        command.addAll(List.of(log.nameServers(), log.topic(), Integer.toString(log.queues()), log.consumerGroup()));
        command.addAll(List.of(database.url(), database.user(), database.password(), Integer.toString(commits)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
