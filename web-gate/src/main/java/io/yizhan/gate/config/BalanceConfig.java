package io.yizhan.gate.config;

import io.yizhan.settings.BalanceChoice;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How a worker is chosen.
 *
 * @param strategy LEAST_LOADED, TWO_CHOICES, WEIGHTED, ROUND_ROBIN, CONSISTENT_HASH, or the full name of a class, while
 *     the cluster's settings name none
 * @param unseenFor how long a client that was sent to a worker counts whatever the worker reports: until the report
 *     that shows it is here
 */
@ConfigurationProperties(prefix = "yizhan.balance", ignoreUnknownFields = false)
public record BalanceConfig(String strategy, Duration unseenFor) {
    public BalanceConfig {
        Check.between("yizhan.balance.unseen-for", unseenFor, Duration.ofMillis(100), Duration.ofMinutes(1));
        try {
            new BalanceChoice(strategy);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("yizhan.balance.strategy: " + e.getMessage(), e);
        }
    }

    /** As the cluster's settings have it. */
    public BalanceChoice choice() {
        return new BalanceChoice(strategy);
    }
}
