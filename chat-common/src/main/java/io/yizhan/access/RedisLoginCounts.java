package io.yizhan.access;

import io.yizhan.discovery.ClusterPaths;
import io.yizhan.identity.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/**
 * The counts as the Redis hash {@code login_count}: a field for each worker, named as its znode
 * ({@code seq-0000000003}). The name is known outside and has no prefix of ours.
 */
public final class RedisLoginCounts implements LoginCounts {
    static final String KEY = "login_count";

    /** Never read: what is not among the new fields is gone. */
    private static final String REPLACE = """
            redis.call('DEL', KEYS[1])
            for i = 2, #ARGV, 2 do
              redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
            end
            redis.call('PEXPIRE', KEYS[1], ARGV[1])""";

    private final UnifiedJedis redis;

    public RedisLoginCounts(UnifiedJedis redis) {
        this.redis = redis;
    }

    @Override
    public void replace(Map<NodeId, Integer> counts) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Long.toString(EXPIRY.toMillis()));
        counts.forEach((node, count) -> {
            arguments.add(ClusterPaths.nodeName(node));
            arguments.add(Integer.toString(count));
        });
        redis.eval(REPLACE, List.of(KEY), arguments);
    }
}
