package io.yizhan.gate.config;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The status service, which gives a token to whoever names a user: for other programs of one's own alone.
 *
 * @param secret what they show; at least 32 bytes, or empty: then there is no such service. Never printed
 * @param address to listen on; of this machine or of a private network
 * @param port 0: any free one
 * @param calls how many may be under way at once
 */
@ConfigurationProperties(prefix = "yizhan.status", ignoreUnknownFields = false)
public record StatusConfig(String secret, InetAddress address, int port, int calls) {
    private static final int MIN_SECRET_BYTES = 32;

    public StatusConfig {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > 0 && bytes < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "yizhan.status.secret needs " + MIN_SECRET_BYTES + " bytes, it has: " + bytes);
        }
        Check.isPrivate("yizhan.status.address", address);
        Check.between("yizhan.status.port", port, 0, 65_535);
        Check.between("yizhan.status.calls", calls, 1, 10_000);
    }

    /** Whether there is such a service. */
    public boolean isOn() {
        return !secret.isEmpty();
    }

    @Override
    public String toString() {
        return "StatusConfig[" + (isOn() ? "on" : "off") + ", address=" + address.getHostAddress() + ", port=" + port
                + ", calls=" + calls + "]";
    }
}
