package io.yizhan.gate.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long a login lasts.
 *
 * @param ttl from issue to expiry
 */
@ConfigurationProperties(prefix = "yizhan.token", ignoreUnknownFields = false)
public record TokenConfig(Duration ttl) {
    public TokenConfig {
        Check.between("yizhan.token.ttl", ttl, Duration.ofSeconds(1), Duration.ofDays(366));
    }
}
