package io.yizhan.server.state.redis;

import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.SharedMiddleware;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.UnifiedJedis;

/**
 * The shared Redis, and a client and a pool for one test class; with {@code -Dyizhan.redis=cluster} a Redis Cluster of
 * three masters takes its place.
 */
final class RedisUnderTest implements BeforeAllCallback, AfterAllCallback {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 4;

    private final int database;
    private UnifiedJedis client;
    private RedisCalls calls;

    RedisUnderTest() {
        this(0);
    }

    /** @param database of Redis; all but 0 belong to one class each, which may empty it */
    RedisUnderTest(int database) {
        this.database = database;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        client = RedisClients.open(url(), TIMEOUT, CONNECTIONS);
        calls = new RedisCalls(client, CONNECTIONS, 1_000, TIMEOUT);
    }

    /** A cluster has no databases; classes run one after the other in a JVM, so one that empties it harms nobody. */
    private String url() {
        String uri = SharedMiddleware.redisUri();
        return SharedMiddleware.onRedisCluster() ? uri : uri + "/" + database;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        calls.close();
        client.close();
    }

    UnifiedJedis client() {
        return client;
    }

    RedisCalls calls() {
        return calls;
    }

    long nowMicros() {
        List<?> time = (List<?>) client.eval("return redis.call('TIME')");
        return Long.parseLong((String) time.get(0)) * 1_000_000 + Long.parseLong((String) time.get(1));
    }

    /** Redis has a clock of its own: time that it is to see pass has to pass. */
    void elapse(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
