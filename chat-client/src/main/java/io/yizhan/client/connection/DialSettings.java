package io.yizhan.client.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How servers are dialled.
 *
 * @param connectTimeout for the TCP connection to a worker
 * @param requestTimeout for each answer of a worker, the login's included
 * @param maxFrameBytes largest body that is read
 * @param trusted certificates in PEM form, one of which has to vouch for a worker that speaks TLS, and for a gate at an
 *     address with {@code https}; empty: those that the Java runtime trusts
 */
public record DialSettings(
        Duration connectTimeout, Duration requestTimeout, int maxFrameBytes, Optional<Path> trusted) {
    /** With the certificates that the Java runtime trusts. */
    public DialSettings(Duration connectTimeout, Duration requestTimeout, int maxFrameBytes) {
        this(connectTimeout, requestTimeout, maxFrameBytes, Optional.empty());
    }

    /** 5 s to connect, 10 s for an answer (the server promises one by then), 1 MiB. */
    public static DialSettings defaults() {
        return new DialSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), 1 << 20);
    }

    /** The same with other trusted certificates. */
    public DialSettings trusting(Path certificates) {
        return new DialSettings(connectTimeout, requestTimeout, maxFrameBytes, Optional.of(certificates));
    }
}
