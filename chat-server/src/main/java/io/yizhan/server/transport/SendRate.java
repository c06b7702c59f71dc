package io.yizhan.server.transport;

import io.yizhan.settings.SendLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How fast one connection sends: a bucket of tokens that fills at the rate of the limit. When it is empty the client is
 * told to wait, and who does not, for as long as the protocol says, is put out. Owned by the channel's event loop.
 */
final class SendRate {
    /** What a client is told to wait. */
    static final Duration WAIT = Duration.ofSeconds(1);

    /** Protocol, section 3. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What becomes of a send. */
    enum Answer {
        TAKEN,
        /** To be told to wait. */
        TOO_FAST,
        /** To be put out: it was told, and did not. */
        IGNORED
    }

    private final Supplier<Optional<SendLimit>> limit;
    private final LongSupplier nanos;
    private double tokens = Double.MAX_VALUE;
    private long filledAt;
    private long waitUntil;
    private boolean waiting;
    private long ignoringSince;
    private boolean ignoring;
    private boolean heedless;

    /** @param nanos monotonic */
    SendRate(Supplier<Optional<SendLimit>> limit, LongSupplier nanos) {
        this.limit = limit;
        this.nanos = nanos;
        this.filledAt = nanos.getAsLong();
    }

    /** For one more send. */
    Answer next() {
        Optional<SendLimit> present = limit.get();
        if (present.isEmpty()) {
            waiting = false;
            ignoring = false;
            return Answer.TAKEN;
        }
        long now = nanos.getAsLong();
        fill(present.get(), now);
        if (waiting && now - waitUntil < 0) {
            return told(now);
        }
        waiting = tokens < 1;
        if (!waiting) {
            tokens--;
            return Answer.TAKEN;
        }
        // Whoever heeded the last word, or has kept to the limit since, is told anew.
        ignoring = ignoring && heedless && now - waitUntil < 2 * WAIT.toNanos();
        waitUntil = now + WAIT.toNanos();
        heedless = false;
        return ignoring ? told(now) : Answer.TOO_FAST;
    }

    /** What was under way when it was told does not count: it has heard of it by half the time. */
    private Answer told(long now) {
        if (waitUntil - now < WAIT.toNanos() / 2) {
            heedless = true;
            if (!ignoring) {
                ignoring = true;
                ignoringSince = now;
            }
        }
        return ignoring && now - ignoringSince >= PATIENCE.toNanos() ? Answer.IGNORED : Answer.TOO_FAST;
    }

    private void fill(SendLimit present, long now) {
        tokens = Math.min(present.burst(), tokens + present.rate() * ((now - filledAt) / 1e9));
        filledAt = now;
    }
}
