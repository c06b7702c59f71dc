package io.yizhan.server;

import io.yizhan.access.RedisClients;
import io.yizhan.lifecycle.Attempts;
import io.yizhan.server.config.RedisConfig;
import io.yizhan.server.state.redis.RedisCalls;
import io.yizhan.server.state.redis.RedisCheck;
import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;

/** The connections to Redis: for those who wait, and for those who do not. */
record RedisLink(UnifiedJedis client, RedisCalls calls) {
    private static final int WAITING_CALLS = 8_192;

    /** Waits for Redis, up to {@code limit}; what was opened is in {@code parts}, also after a failure. */
    static RedisLink open(RedisConfig config, Duration limit, Parts parts) throws InterruptedException {
        UnifiedJedis client = parts.add(RedisClients.open(config.uri(), config.timeout(), config.connections()));
        Attempts.until("Redis", limit, () -> RedisClients.answers(client));
        new RedisCheck(client).run();
        return new RedisLink(
                client, parts.add(new RedisCalls(client, config.connections(), WAITING_CALLS, config.timeout())));
    }

    /** For how long Redis has not answered; asks it for a sign of life, which the next call here tells of. */
    Duration silence() {
        calls.ping().exceptionally(silent -> false);
        return calls.silence();
    }
}
