package io.yizhan.server.archive.rocketmq;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a client of RocketMQ without waiting for all of it: when its work is done and its connections are closed, it
 * still waits for a thread of its own that polls an empty queue for up to three seconds. That goes on in the
 * background.
 */
final class ClientStop {
    private static final Logger log = LoggerFactory.getLogger(ClientStop.class);

    private ClientStop() {}

    /** Begins {@code shutdown} and returns when it is through, or after {@code limit}, or when interrupted. */
    static void begin(Runnable shutdown, Duration limit) {
        Thread thread = new Thread(shutdown, "rocketmq-stop");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(limit.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.debug("A client stops in the background");
        }
    }
}
