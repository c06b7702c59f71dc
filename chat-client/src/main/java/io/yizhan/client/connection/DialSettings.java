package io.yizhan.client.connection;

import java.time.Duration;

/**
 * How a worker is dialled.
 *
 * @param connectTimeout for the TCP connection
 * @param requestTimeout for each answer, the login's included
 * @param maxFrameBytes largest body that is read
 */
public record DialSettings(Duration connectTimeout, Duration requestTimeout, int maxFrameBytes) {
    /** 5 s to connect, 10 s for an answer (the server promises one by then), 1 MiB. */
    public static DialSettings defaults() {
        return new DialSettings(Duration.ofSeconds(5), Duration.ofSeconds(10), 1 << 20);
    }
}
