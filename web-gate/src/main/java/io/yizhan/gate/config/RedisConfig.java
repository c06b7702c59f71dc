package io.yizhan.gate.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the tokens are.
 *
 * @param uri {@code redis://[user:password@]host:port[/database]} or {@code redis-cluster://…}; not printed, it may
 *     hold a password
 * @param timeout of a connect, of one round trip, and of the wait for a free connection
 * @param connections how many calls may be under way at once
 */
@ConfigurationProperties(prefix = "yizhan.redis", ignoreUnknownFields = false)
public record RedisConfig(String uri, Duration timeout, int connections) {
    public RedisConfig {
        Check.notBlank("yizhan.redis.uri", uri);
        Check.between("yizhan.redis.timeout", timeout, Duration.ofMillis(50), Duration.ofSeconds(2));
        Check.between("yizhan.redis.connections", connections, 1, 1_000);
    }

    /** User and password as they stand in it, empty if there are none; never printed. */
    public String userInfo() {
        int begin = uri.indexOf("//") + 2;
        int end = uri.lastIndexOf('@');
        return end < begin ? "" : uri.substring(begin, end);
    }

    /** Host and port alone, for a log line. */
    public String address() {
        String withoutScheme = uri.substring(uri.indexOf("//") + 1).replaceFirst("^/", "");
        String withoutPassword = withoutScheme.substring(withoutScheme.lastIndexOf('@') + 1);
        return withoutPassword.replaceFirst("/.*$", "");
    }

    @Override
    public String toString() {
        return "RedisConfig[" + address() + ", timeout=" + timeout + ", connections=" + connections + "]";
    }
}
