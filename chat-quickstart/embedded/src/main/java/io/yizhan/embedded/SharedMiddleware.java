package io.yizhan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For tests: one of each kind per JVM, started by the first call, on free ports, in a directory that is deleted when
 * the JVM ends. Whoever shares keeps to a key prefix, a database or a topic of its own, and never closes or kills what
 * it got here; tests of faults start their own.
 */
public final class SharedMiddleware {

    private static final Logger log = LoggerFactory.getLogger(SharedMiddleware.class);

    private final Path root;
    private final Lazy<EmbeddedRedis> redis;
    private final Lazy<EmbeddedRedisCluster> redisCluster;
    private final Lazy<EmbeddedMariaDb> mariaDb;
    private final Lazy<EmbeddedZooKeeper> zooKeeper;
    private final Lazy<EmbeddedRocketMq> rocketMq;

    private SharedMiddleware(Path root) {
        this.root = root;
        this.redis = new Lazy<>(() -> EmbeddedRedis.start(root.resolve("redis"), 0));
        this.redisCluster = new Lazy<>(() -> EmbeddedRedisCluster.start(root.resolve("redis-cluster")));
        this.mariaDb = new Lazy<>(() -> EmbeddedMariaDb.start(root.resolve("mariadb"), 0));
        this.zooKeeper = new Lazy<>(() -> EmbeddedZooKeeper.start(root.resolve("zookeeper"), 0));
        this.rocketMq = new Lazy<>(() -> EmbeddedRocketMq.start(root.resolve("rocketmq"), 0, 0));
    }

    public static EmbeddedRedis redis() {
        return Holder.SHARED.redis.get();
    }

    /** Of the Redis, or with {@code -Dyizhan.redis=cluster} of a Redis Cluster, as our clients take it. */
    public static String redisUri() {
        return onRedisCluster() ? redisCluster().url() : redis().url();
    }

    /** Whether tests are to run on a Redis Cluster: {@code -Dyizhan.redis=cluster}. */
    public static boolean onRedisCluster() {
        return System.getProperty("yizhan.redis", "single").equals("cluster");
    }

    public static EmbeddedRedisCluster redisCluster() {
        return Holder.SHARED.redisCluster.get();
    }

    public static EmbeddedMariaDb mariaDb() {
        return Holder.SHARED.mariaDb.get();
    }

    public static EmbeddedZooKeeper zooKeeper() {
        return Holder.SHARED.zooKeeper.get();
    }

    /** Topics are made with {@code producer.createTopic("TBW102", topic, queues, Map.of())}. */
    public static EmbeddedRocketMq rocketMq() {
        return Holder.SHARED.rocketMq.get();
    }

    private void endAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shared-middleware-end"));
    }

    private void end() {
        for (Lazy<?> part : List.of(rocketMq, mariaDb, redis, redisCluster, zooKeeper)) {
            try {
                part.close();
            } catch (Exception e) {
                log.warn("cannot stop a shared part", e);
            }
        }
        try {
            OwnFiles.deleteTree(root);
        } catch (IOException e) {
            log.warn("cannot delete: {}", root, e);
        }
    }

    /** Loaded, and with that made, by the first call. */
    private static final class Holder {

        private static final SharedMiddleware SHARED = make();

        private static SharedMiddleware make() {
            try {
                SharedMiddleware shared =
                        new SharedMiddleware(new SharedDirectory(Path.of(System.getProperty("java.io.tmpdir"))).make());
                shared.endAtExit();
                return shared;
            } catch (IOException e) {
                throw new UncheckedIOException("no directory for shared middleware", e);
            }
        }
    }
}
