package io.yizhan.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A stage, and all that follows from it, that a {@link Fiber} can wait for. */
final class VirtualFuture<T> extends CompletableFuture<T> {
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new VirtualFuture<>();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        Fiber fiber = Fiber.current();
        if (fiber != null && !isDone()) {
            fiber.park(unit.toNanos(timeout), this);
        }
        return super.get(0, TimeUnit.NANOSECONDS);
    }
}
