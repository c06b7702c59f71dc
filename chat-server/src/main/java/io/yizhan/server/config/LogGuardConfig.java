package io.yizhan.server.config;

import java.time.Duration;
import java.util.Optional;

/**
 * What the worker asks of the broker that holds the message log.
 *
 * @param weakBroker what to do at start about a broker whose settings weaken what "stored" means
 * @param kept how long the broker keeps records; empty: ask it
 */
public record LogGuardConfig(WeakBroker weakBroker, Optional<Duration> kept) {
    /** What to do about a broker that may lose what it said is stored. */
    public enum WeakBroker {
        /** Say so, and start. */
        WARN,
        /** Do not start. */
        REFUSE
    }
}
