package io.yizhan.gate.config;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is there for clients of the book alone.
 *
 * @param bookCompat whether its gate's calls are served, with passwords in paths
 */
@ConfigurationProperties(prefix = "yizhan")
public record BookConfig(boolean bookCompat) {}
