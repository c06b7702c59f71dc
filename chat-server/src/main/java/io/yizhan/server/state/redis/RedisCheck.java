package io.yizhan.server.state.redis;

import io.yizhan.lifecycle.Outage;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Tells at start how far Redis can be trusted to remember. */
public final class RedisCheck {
    private static final Logger log = LoggerFactory.getLogger(RedisCheck.class);
    private static final Pattern REPLICAS = Pattern.compile("connected_slaves:(\\d{1,4})");

    private final UnifiedJedis redis;

    public RedisCheck(UnifiedJedis redis) {
        this.redis = redis;
    }

    /**
     * Asks Redis and logs a warning for each weak setting; blocks, never fails: a Redis that others run often keeps its
     * settings to itself.
     *
     * @return a sentence for each setting that weakens the promise, or that they could not be read
     */
    public List<String> run() {
        List<String> weak;
        try {
            Map<String, String> values = redis.configGet(RedisSettings.KEYS.toArray(String[]::new));
            weak = new RedisSettings(replicas(), values).weaknesses();
        } catch (JedisException e) {
            weak = List.of(
                    "Redis does not tell its settings, compare them with docs/guarantees.md: " + Outage.inOneLine(e));
        }
        weak.forEach(log::warn);
        return weak;
    }

    private int replicas() {
        Matcher found = REPLICAS.matcher(redis.info("replication"));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
