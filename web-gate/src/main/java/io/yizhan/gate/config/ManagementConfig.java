package io.yizhan.gate.config;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where operators' programs look at this gate: health, info, metrics. Whoever can connect may read them.
 *
 * @param address to listen on; of this machine or of a private network
 * @param port 0: any free one; null: there is no such port
 */
@ConfigurationProperties(prefix = "yizhan.management", ignoreUnknownFields = false)
public record ManagementConfig(
        InetAddress address, @Nullable Integer port) {
    public ManagementConfig {
        Check.isPrivate("yizhan.management.address", address);
        if (port != null) {
            Check.between("yizhan.management.port", port, 0, 65_535);
        }
    }
}
