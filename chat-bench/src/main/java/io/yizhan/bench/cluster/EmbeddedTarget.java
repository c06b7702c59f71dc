package io.yizhan.bench.cluster;

import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.Tally;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.identity.UserId;
import io.yizhan.quickstart.Cluster;
import io.yizhan.quickstart.ClusterOptions;
import io.yizhan.quickstart.Middleware;
import io.yizhan.quickstart.Ports;
import io.yizhan.quickstart.Progress;
import io.yizhan.quickstart.Worker;
import io.yizhan.server.SwappablePorts;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.config.ServerConfigReader;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A cluster of its own, fresh, on free ports of loopback, whose workers record what their lanes do. */
public final class EmbeddedTarget implements Target {
    /** The quickstart's workers are small and start fast; these are to run fast. */
    private static final List<String> FAST = List.of("-XX:TieredStopAtLevel=4", "-XX:MetaspaceSize=128m", "-Xmx512m");

    /** A user who may see the workers; his password is the name, then {@code -pass}. */
    public static final String ADMIN = "bench-admin";

    private final Cluster cluster;
    private final Recordings recordings;

    private EmbeddedTarget(Cluster cluster, Recordings recordings) {
        this.cluster = cluster;
        this.recordings = recordings;
    }

    /**
     * Starts it; blocks until users can log in.
     *
     * @param home what it keeps is below; what an earlier one left there is removed
     * @param workerJvm more options of the workers' virtual machines
     * @param flush when its broker answers
     * @param profiled whether workers and gate record what they run
     * @throws RuntimeException if a part did not start, saying which; nothing is left running
     */
    public static EmbeddedTarget start(
            Path home,
            int workers,
            List<String> workerJvm,
            EmbeddedRocketMq.Flush flush,
            boolean profiled,
            Progress progress)
            throws InterruptedException {
        Recordings recordings = Recordings.in(home, profiled);
        List<String> jvm = new ArrayList<>(FAST);
        jvm.addAll(recordings.ofWorkers());
        jvm.addAll(workerJvm);
        Cluster cluster = Cluster.start(
                new ClusterOptions(
                        home,
                        true,
                        workers,
                        Optional.of(ADMIN),
                        List.of(),
                        List.of(),
                        jvm,
                        recordings.ofGate(),
                        Ports.ANY,
                        false,
                        flush,
                        Optional.empty()),
                progress);
        return new EmbeddedTarget(cluster, recordings);
    }

    @Override
    public List<URI> gates() {
        return List.of(cluster.gate());
    }

    @Override
    public List<LocalProcess> processes() {
        List<LocalProcess> processes = new ArrayList<>();
        for (Worker worker : cluster.workers()) {
            processes.add(
                    new LocalProcess(worker.process().name(), worker.process().pid()));
        }
        processes.add(new LocalProcess("web-gate", cluster.gateProcess().pid()));
        Middleware middleware = middleware();
        processes.add(new LocalProcess("Redis", middleware.redis().pid()));
        processes.add(new LocalProcess("RocketMQ", middleware.rocketmq().pid()));
        processes.add(new LocalProcess("MariaDB", middleware.mariadb().pid()));
        return processes;
    }

    @Override
    public Optional<Tally> tally() throws InterruptedException {
        String redis = workerSettings().redis().uri();
        return Optional.of(new MiddlewareCounts(redis, middleware().mariadb()).atRest());
    }

    @Override
    public Optional<LaneRecording> endWorkers() {
        return Optional.of(recording());
    }

    /** Ends the workers, and reads what they recorded. */
    public LaneRecording recording() {
        cluster.workers().forEach(Worker::close);
        return recordings.lanes();
    }

    @Override
    public Map<String, Path> recordings() {
        cluster.workers().forEach(Worker::close);
        cluster.gateProcess().close();
        return recordings.of(processes());
    }

    Middleware middleware() {
        return cluster.middleware();
    }

    /** What the workers are told of the middleware. */
    public ServerConfig workerSettings() {
        return ServerConfigReader.read(
                List.of("--config", cluster.workerSettings().toString()), Map.of(), SwappablePorts.onClassPath());
    }

    /** Makes a user who has no password. Blocks. */
    public void makeUser(UserId user) {
        makeUsers(List.of(user));
    }

    /** Makes so many users without a password, who are called by this and a number. Blocks. */
    public void makeUsers(String prefix, int count) {
        makeUsers(IntStream.rangeClosed(1, count)
                .mapToObj(number -> new UserId(prefix + number))
                .toList());
    }

    private void makeUsers(List<UserId> users) {
        EmbeddedMariaDb database = middleware().mariadb();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO users (user_id, password_hash) VALUES (?, 'none')")) {
            connection.setAutoCommit(false);
            for (UserId user : users) {
                insert.setString(1, user.value());
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("Could not make users: " + users.size(), e);
        }
    }

    @Override
    public void close() {
        cluster.close();
    }
}
