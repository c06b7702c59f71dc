package io.yizhan.client.connection;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** What the next attempt to connect must know of the earlier ones. Belongs to the event loop. */
final class Reconnects {
    private final ReconnectPolicy policy;
    private final RandomGenerator random;
    private final LongSupplier clock;
    private final Set<Long> failedNodes = new HashSet<>();
    private int attempt;
    private long onlineSince;

    Reconnects(ReconnectPolicy policy, RandomGenerator random, LongSupplier clock) {
        this.policy = policy;
        this.random = random;
        this.clock = clock;
    }

    void online() {
        failedNodes.clear();
        onlineSince = clock.getAsLong();
    }

    void lost(long node) {
        failedNodes.add(node);
        attempt = policy.attemptAfter(attempt, Duration.ofMillis(clock.getAsLong() - onlineSince));
    }

    void failed(long node) {
        failedNodes.add(node);
    }

    /** Nodes to keep away from while there are others. */
    Set<Long> avoided() {
        return Set.copyOf(failedNodes);
    }

    Duration nextDelay(Duration least) {
        Duration delay = policy.delay(attempt++, random);
        return delay.compareTo(least) < 0 ? least : delay;
    }

    int attempt() {
        return attempt;
    }

    /** Some moment within {@code bound}. */
    Duration within(long boundMs) {
        return Duration.ofMillis((long) (random.nextDouble() * boundMs));
    }
}
