package io.yizhan.server.cluster;

import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what comes from no worker of the cluster, and warns of it at most once a minute. */
final class MeshRefusals {
    private static final Logger log = LoggerFactory.getLogger(MeshRefusals.class);
    private static final long WARN_GAP_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongAdder count = new LongAdder();
    private final AtomicLong nextWarning = new AtomicLong(System.nanoTime());

    /** Does nothing to a connection that is closed already: it was counted then. On its event loop. */
    void refuse(Channel channel, String reason) {
        if (channel.isOpen()) {
            refuse(String.valueOf(channel.remoteAddress()), reason);
            channel.close();
        }
    }

    /** Counts what is not taken. Safe from any thread. */
    void refuse(String from, String reason) {
        count.increment();
        long due = nextWarning.get();
        long now = System.nanoTime();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + WARN_GAP_NANOS)) {
            log.warn("Refused what is no worker's, in all so far {}: {} ({})", count, from, reason);
        } else {
            log.debug("Refused what is no worker's: {} ({})", from, reason);
        }
    }

    long count() {
        return count.sum();
    }
}
