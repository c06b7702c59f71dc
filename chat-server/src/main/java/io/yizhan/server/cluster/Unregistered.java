package io.yizhan.server.cluster;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Since when registering has failed though ZooKeeper answers. Safe from any thread. */
final class Unregistered {
    private final LongSupplier clock;
    private final AtomicReference<@Nullable Long> since = new AtomicReference<>();

    /** @param clock nanoseconds, monotonic */
    Unregistered(LongSupplier clock) {
        this.clock = clock;
    }

    void registered() {
        since.set(null);
    }

    /** @param connected whether ZooKeeper answers; while it does not, nobody can say that anything is wrong here */
    void failed(boolean connected) {
        if (connected) {
            since.compareAndSet(null, clock.getAsLong());
        } else {
            since.set(null);
        }
    }

    Duration duration() {
        Long begun = since.get();
        return begun == null ? Duration.ZERO : Duration.ofNanos(clock.getAsLong() - begun);
    }
}
