package io.yizhan.server.state.redis;

import io.yizhan.lifecycle.Outage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.ConnectionPool;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Tells at start how far Redis can be trusted to remember. */
public final class RedisCheck {
    private static final Logger log = LoggerFactory.getLogger(RedisCheck.class);
    private static final Pattern REPLICAS = Pattern.compile("connected_slaves:(\\d{1,4})");

    private static final String REPLICATION = "replication";
    private static final String[] KEYS = RedisSettings.KEYS.toArray(String[]::new);

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
            weak = redis instanceof RedisClusterClient cluster
                    ? ofNodes(cluster)
                    : weaknesses(redis.configGet(KEYS), redis.info(REPLICATION));
        } catch (JedisException e) {
            weak = List.of(
                    "Redis does not tell its settings, compare them with docs/guarantees.md: " + Outage.inOneLine(e));
        }
        weak.forEach(log::warn);
        return weak;
    }

    /** What is to be said of several nodes is said once. */
    private static List<String> ofNodes(RedisClusterClient cluster) {
        Set<String> weak = new LinkedHashSet<>();
        for (ConnectionPool node : cluster.getClusterNodes().values()) {
            try (Jedis one = new Jedis(node.getResource())) {
                weak.addAll(weaknesses(one.configGet(KEYS), one.info(REPLICATION)));
            }
        }
        return List.copyOf(weak);
    }

    private static List<String> weaknesses(Map<String, String> settings, String replication) {
        Matcher found = REPLICAS.matcher(replication);
        return new RedisSettings(found.find() ? Integer.parseInt(found.group(1)) : 0, settings).weaknesses();
    }
}
