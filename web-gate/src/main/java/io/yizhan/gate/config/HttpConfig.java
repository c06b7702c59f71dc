package io.yizhan.gate.config;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * What a request may be.
 *
 * @param maxBody of a request, in bytes
 */
@ConfigurationProperties(prefix = "yizhan.http", ignoreUnknownFields = false)
public record HttpConfig(DataSize maxBody) {
    public HttpConfig {
        Check.between("yizhan.http.max-body", maxBody.toBytes(), 1_024, 16 << 20);
    }
}
