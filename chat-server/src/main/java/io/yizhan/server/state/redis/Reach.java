package io.yizhan.server.state.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Whether Redis answers, by what the calls came to. While it does not, nobody else is to wait for that: only now and
 * then a call may try. Safe from any thread.
 */
final class Reach {
    private static final long TRY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long NONE = 0;

    private final LongSupplier clock;
    private final AtomicLong lastAnswer;
    /** When the next call may try; {@link #NONE} while Redis answers. */
    private final AtomicLong nextTry = new AtomicLong(NONE);

    /** @param clock nanoseconds, monotonic */
    Reach(LongSupplier clock) {
        this.clock = clock;
        this.lastAnswer = new AtomicLong(clock.getAsLong());
    }

    /** Whether to ask Redis now; false while it is known not to answer and somebody has just tried. */
    boolean mayAsk() {
        long next = nextTry.get();
        return next == NONE || (clock.getAsLong() - next >= 0 && nextTry.compareAndSet(next, soon()));
    }

    void answered() {
        lastAnswer.set(clock.getAsLong());
        nextTry.set(NONE);
    }

    /** @param asked when the call that failed began; one that others overtook with an answer proves nothing */
    void failed(long asked) {
        if (lastAnswer.get() - asked < 0) {
            nextTry.compareAndSet(NONE, soon());
        }
    }

    /** For how long Redis has not answered; zero while it does. */
    Duration silence() {
        return nextTry.get() == NONE ? Duration.ZERO : Duration.ofNanos(clock.getAsLong() - lastAnswer.get());
    }

    private long soon() {
        long moment = clock.getAsLong() + TRY_EVERY_NANOS;
        return moment == NONE ? 1 : moment;
    }
}
