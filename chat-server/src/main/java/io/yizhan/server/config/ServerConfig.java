package io.yizhan.server.config;

import io.yizhan.server.extension.ChosenPorts;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;

/**
 * All settings of a worker; seen whole only by the wiring.
 *
 * @param loginPolicy where the cluster has set no other
 * @param transport between workers
 * @param ports what stands behind them in the place of ours
 * @param persister whether this worker takes part in writing messages to the database
 * @param startTimeout how long to wait at start for what the worker needs
 * @param stopTimeout how long a worker that stops waits for what is under way
 */
public record ServerConfig(
        ClientConfig client,
        LoginPolicy loginPolicy,
        Transport transport,
        MeshConfig mesh,
        ZooKeeperConfig zookeeper,
        RedisConfig redis,
        RocketMqConfig rocketmq,
        LogGuardConfig logGuard,
        DatabaseConfig database,
        DeliveryConfig delivery,
        GroupsConfig groups,
        ChosenPorts ports,
        boolean persister,
        Duration startTimeout,
        Duration stopTimeout) {}
