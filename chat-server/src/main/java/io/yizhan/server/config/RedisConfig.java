package io.yizhan.server.config;

import java.time.Duration;

/**
 * Redis.
 *
 * @param uri {@code redis://[user:password@]host:port}, or {@code redis-cluster://[user:password@]host:port,host:port}
 * @param timeout of one round trip; at most 2 s, so that a send is answered in time
 * @param connections the pool's size, and how many calls run at once
 */
public record RedisConfig(String uri, Duration timeout, int connections) {
    @Override
    public String toString() {
        return "RedisConfig[uri=***, timeout=" + timeout + ", connections=" + connections + "]";
    }
}
