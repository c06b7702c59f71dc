package io.yizhan.gate.config;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the past is read over HTTP.
 *
 * @param atOnce how many answers may be under way at once; each holds a thread of the server until its client has taken
 *     it
 */
@ConfigurationProperties(prefix = "yizhan.history", ignoreUnknownFields = false)
public record HistoryConfig(int atOnce) {
    public HistoryConfig {
        Check.between("yizhan.history.at-once", atOnce, 1, 1_000);
    }
}
