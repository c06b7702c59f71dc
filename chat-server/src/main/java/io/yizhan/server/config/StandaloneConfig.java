package io.yizhan.server.config;

import io.yizhan.settings.LoginPolicy;
import java.time.Duration;

/** All settings of a worker that runs alone; seen whole only by the wiring. */
public record StandaloneConfig(
        ClientConfig client,
        LoginPolicy loginPolicy,
        DeliveryConfig delivery,
        GroupsConfig groups,
        LocalGateConfig gate,
        Duration stopTimeout) {}
