package io.yizhan.gate.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the gate starts.
 *
 * @param timeout how long to wait for ZooKeeper, Redis and the database before giving up
 */
@ConfigurationProperties(prefix = "yizhan.start", ignoreUnknownFields = false)
public record StartConfig(Duration timeout) {
    public StartConfig {
        Check.between("yizhan.start.timeout", timeout, Duration.ofSeconds(1), Duration.ofHours(24));
    }
}
