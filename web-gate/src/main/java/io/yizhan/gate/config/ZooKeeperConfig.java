package io.yizhan.gate.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the workers register.
 *
 * @param connect {@code host:port,host:port}
 * @param sessionTimeout of the gate's own session, which holds nothing
 */
@ConfigurationProperties(prefix = "yizhan.zookeeper", ignoreUnknownFields = false)
public record ZooKeeperConfig(String connect, Duration sessionTimeout) {
    public ZooKeeperConfig {
        Check.notBlank("yizhan.zookeeper.connect", connect);
        Check.between("yizhan.zookeeper.session-timeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofMinutes(2));
    }
}
