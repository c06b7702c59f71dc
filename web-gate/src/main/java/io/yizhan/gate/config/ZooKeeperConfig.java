package io.yizhan.gate.config;

import io.yizhan.discovery.ZooKeeperUser;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the workers register.
 *
 * @param connect {@code host:port,host:port}
 * @param sessionTimeout of the gate's own session, which holds nothing
 * @param user the same as the workers'; empty, and the password too: nobody
 * @param password never printed
 */
@ConfigurationProperties(prefix = "yizhan.zookeeper", ignoreUnknownFields = false)
public record ZooKeeperConfig(String connect, Duration sessionTimeout, String user, String password) {
    public ZooKeeperConfig {
        Check.notBlank("yizhan.zookeeper.connect", connect);
        Check.between("yizhan.zookeeper.session-timeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofMinutes(2));
        if (user.isEmpty() != password.isEmpty()) {
            throw new IllegalArgumentException("yizhan.zookeeper.user and .password are not set both");
        }
        if (user.contains(":")) {
            throw new IllegalArgumentException("yizhan.zookeeper.user has a colon");
        }
    }

    /** Who the gate is to ZooKeeper. */
    public Optional<ZooKeeperUser> identity() {
        return user.isEmpty() ? Optional.empty() : Optional.of(new ZooKeeperUser(user, password));
    }

    @Override
    public String toString() {
        return "ZooKeeperConfig[" + connect + ", sessionTimeout=" + sessionTimeout + ", user=" + user + "]";
    }
}
