package io.yizhan.quickstart;

import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.embedded.EmbeddedZooKeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ZooKeeper, Redis, RocketMQ and MariaDB of one cluster.
 *
 * @param zookeeper nobody uses it where an ensemble of somebody else's takes its place
 * @param ensemble the addresses of the ZooKeeper that is used
 */
public record Middleware(
        EmbeddedZooKeeper zookeeper,
        String ensemble,
        RedisServers redisServers,
        EmbeddedRocketMq rocketmq,
        EmbeddedMariaDb mariadb)
        implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Middleware.class);

    /** The log that the workers write; its queue count is fixed for good, see {@code rocketmq.queues}. */
    private static final Map<String, Integer> TOPICS = Map.of("yizhan-messages", 8);

    /** Starts all four at once; blocks. If one does not start, the others are stopped and its exception is thrown. */
    static Middleware start(ClusterFiles files, ClusterOptions options, Progress progress) throws InterruptedException {
        Ports ports = options.ports();
        ExecutorService starters = Executors.newFixedThreadPool(4);
        Future<EmbeddedMariaDb> mariadb = starters.submit(
                timed("MariaDB", progress, () -> EmbeddedMariaDb.start(files.part("mariadb"), ports.mariadb())));
        Future<EmbeddedRocketMq> rocketmq = starters.submit(timed(
                "RocketMQ",
                progress,
                () -> EmbeddedRocketMq.start(
                        files.part("rocketmq"), ports.rocketmq(), ports.broker(), TOPICS, options.flush())));
        Future<RedisServers> redis = starters.submit(timed(
                "Redis",
                progress,
                () -> RedisServers.start(files.part("redis"), ports.redis(), options.redisCluster())));
        Future<EmbeddedZooKeeper> zookeeper = starters.submit(timed(
                "ZooKeeper", progress, () -> EmbeddedZooKeeper.start(files.part("zookeeper"), ports.zookeeper())));
        starters.shutdown();
        try {
            String ensemble = options.zookeeper().orElse(zookeeper.get().connectString());
            return new Middleware(zookeeper.get(), ensemble, redis.get(), rocketmq.get(), mariadb.get());
        } catch (ExecutionException | InterruptedException e) {
            closeStarted(List.of(mariadb, rocketmq, redis, zookeeper));
            if (e instanceof InterruptedException interrupt) {
                throw interrupt;
            }
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new ClusterStartException("Could not start the middleware", e);
        }
    }

    /** The Redis, or the first of several. */
    public EmbeddedRedis redis() {
        return redisServers.nodes().get(0);
    }

    private static void closeStarted(List<Future<? extends AutoCloseable>> parts) throws InterruptedException {
        List<AutoCloseable> started = new ArrayList<>();
        for (Future<? extends AutoCloseable> part : parts) {
            try {
                started.add(part.get());
            } catch (ExecutionException e) {
                log.debug("Did not start, and is not to be stopped", e);
            }
        }
        Closing.all(started);
    }

    private static <T> Callable<T> timed(String name, Progress progress, Callable<T> start) {
        return () -> {
            long begun = System.nanoTime();
            T part = start.call();
            progress.ready(name, "", Duration.ofNanos(System.nanoTime() - begun));
            return part;
        };
    }

    /** Stops all, the queue before the database it flows into; blocks. */
    @Override
    public void close() {
        Closing.all(List.of(rocketmq, mariadb, redisServers, zookeeper));
    }
}
