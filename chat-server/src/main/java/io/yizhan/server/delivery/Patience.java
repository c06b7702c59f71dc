package io.yizhan.server.delivery;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How one waits for what a store does not show yet: pauses that double, until a deadline. Never blocks.
 *
 * @param pauseNanos the next pause
 */
public record Patience(ScheduledExecutorService timer, Deadline deadline, long pauseNanos) {
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    public boolean isOver() {
        return deadline.passed();
    }

    /**
     * @return completes on the timer after the pause, with what is left; fails with {@link RejectedExecutionException}
     *     when the timer has ended
     */
    public CompletionStage<Patience> pause() {
        CompletableFuture<Patience> over = new CompletableFuture<>();
        Patience rest = new Patience(timer, deadline, Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS));
        try {
            timer.schedule(() -> over.complete(rest), pauseNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            over.completeExceptionally(e);
        }
        return over;
    }
}
