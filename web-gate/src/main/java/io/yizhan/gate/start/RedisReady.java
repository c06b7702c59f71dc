package io.yizhan.gate.start;

import io.yizhan.access.RedisClients;
import io.yizhan.gate.config.RedisConfig;
import io.yizhan.lifecycle.Attempts;
import java.time.Duration;
import org.springframework.stereotype.Component;
import redis.clients.jedis.UnifiedJedis;

/** Redis answers. */
@Component
final class RedisReady implements Prerequisite {
    private final RedisConfig config;
    private final UnifiedJedis redis;

    RedisReady(RedisConfig config, UnifiedJedis redis) {
        this.config = config;
        this.redis = redis;
    }

    @Override
    public String name() {
        return "Redis at " + config.address();
    }

    @Override
    public void reach(Duration limit) throws InterruptedException {
        Attempts.quietly(limit, () -> RedisClients.answers(redis));
    }
}
