package io.yizhan.server.config;

import java.time.Duration;

/**
 * The ensemble.
 *
 * @param connect {@code host:port,host:port}
 * @param sessionTimeout how long a dead worker stays a member; 4 to 40 s
 */
public record ZooKeeperConfig(String connect, Duration sessionTimeout) {}
