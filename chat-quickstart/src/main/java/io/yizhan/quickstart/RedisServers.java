package io.yizhan.quickstart;

import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.EmbeddedRedisCluster;
import java.nio.file.Path;
import java.util.List;

/**
 * One Redis, or a Redis Cluster.
 *
 * @param uri as workers and gates take it
 * @param nodes for tests of faults
 * @param whole what is closed
 */
public record RedisServers(String uri, List<EmbeddedRedis> nodes, AutoCloseable whole) implements AutoCloseable {
    public RedisServers {
        nodes = List.copyOf(nodes);
    }

    /**
     * Returns when they answer.
     *
     * @param port of the one, 0 for a free one; a cluster takes free ones
     * @param cluster of three masters, on an empty directory
     */
    static RedisServers start(Path dir, int port, boolean cluster) {
        if (cluster) {
            EmbeddedRedisCluster several = EmbeddedRedisCluster.start(dir);
            return new RedisServers(several.url(), several.masters(), several);
        }
        EmbeddedRedis one = EmbeddedRedis.start(dir, port);
        return new RedisServers(one.url(), List.of(one), one);
    }

    @Override
    public void close() throws Exception {
        whole.close();
    }
}
