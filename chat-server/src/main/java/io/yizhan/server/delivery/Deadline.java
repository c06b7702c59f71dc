package io.yizhan.server.delivery;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A point on the monotonic clock.
 *
 * @param atNanos as {@link DeliveryClock#nanos()} counts
 */
public record Deadline(DeliveryClock clock, long atNanos) {
    public boolean passed() {
        return remainingNanos() <= 0;
    }

    long remainingNanos() {
        return atNanos - clock.nanos();
    }

    /** Blocks for the stage, until this point at most. */
    <T> T await(CompletionStage<T> stage) throws InterruptedException, ExecutionException, TimeoutException {
        return stage.toCompletableFuture().get(Math.max(0, remainingNanos()), TimeUnit.NANOSECONDS);
    }
}
