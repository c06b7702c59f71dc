package io.yizhan.bench.transport;

import io.yizhan.access.RedisClients;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import redis.clients.jedis.UnifiedJedis;

/** How many bytes a Redis has read and written, by its own count. */
final class RedisTraffic implements AutoCloseable {
    private static final Pattern BYTES = Pattern.compile("total_net_(?:in|out)put_bytes:(\\d+)");

    private final UnifiedJedis redis;

    RedisTraffic(String uri, Duration timeout) {
        this.redis = RedisClients.open(uri, timeout, 1);
    }

    /** Since it was started. */
    long bytes() {
        Matcher matcher = BYTES.matcher(redis.info("stats"));
        return matcher.results()
                .mapToLong(count -> Long.parseLong(count.group(1)))
                .sum();
    }

    @Override
    public void close() {
        redis.close();
    }
}
