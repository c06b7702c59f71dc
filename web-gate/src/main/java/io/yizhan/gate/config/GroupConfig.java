package io.yizhan.gate.config;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is told of groups.
 *
 * @param namedReaders a group may have so many members for each to be named where it is told who has read; of a larger
 *     one only how many
 */
@ConfigurationProperties(prefix = "yizhan.groups", ignoreUnknownFields = false)
public record GroupConfig(int namedReaders) {
    public GroupConfig {
        Check.between("yizhan.groups.named-readers", namedReaders, 0, 1_000);
    }
}
