package io.yizhan.server.config;

import io.yizhan.discovery.ZooKeeperUser;
import java.time.Duration;
import java.util.Optional;

/**
 * The ensemble.
 *
 * @param connect {@code host:port,host:port}
 * @param sessionTimeout how long a dead worker stays a member; 4 to 40 s
 * @param user whose all the cluster's nodes are; empty: everybody's
 */
public record ZooKeeperConfig(String connect, Duration sessionTimeout, Optional<ZooKeeperUser> user) {}
