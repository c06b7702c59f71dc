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
    /** As it stands in the address, empty if there is none. */
    String password() {
        int begin = uri.indexOf("//") + 2;
        int end = uri.lastIndexOf('@');
        String user = end < begin ? "" : uri.substring(begin, end);
        return user.substring(user.indexOf(':') + 1);
    }

    @Override
    public String toString() {
        return "RedisConfig[uri=***, timeout=" + timeout + ", connections=" + connections + "]";
    }
}
