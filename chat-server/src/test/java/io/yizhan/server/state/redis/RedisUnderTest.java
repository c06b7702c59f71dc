package io.yizhan.server.state.redis;

import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.SharedMiddleware;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.clients.jedis.RedisClient;

/** The shared Redis, and a client and a pool for one test class. */
final class RedisUnderTest implements BeforeAllCallback, AfterAllCallback {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 4;

    private RedisClient client;
    private RedisCalls calls;

    @Override
    public void beforeAll(ExtensionContext context) {
        client = RedisClients.open(SharedMiddleware.redis().url(), TIMEOUT, CONNECTIONS);
        calls = new RedisCalls(client, CONNECTIONS, 1_000, TIMEOUT);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        calls.close();
        client.close();
    }

    RedisClient client() {
        return client;
    }

    RedisCalls calls() {
        return calls;
    }

    /** Redis has a clock of its own: time that it is to see pass has to pass. */
    void elapse(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
