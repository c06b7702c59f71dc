package io.yizhan.server.state.memory;

import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** The epoch of this process. Safe from any thread. */
public final class MemoryEpochRegister implements EpochRegister {
    private final AtomicLong epoch = new AtomicLong(NONE);
    private final ReentrantLock turns = new ReentrantLock();

    @Override
    public Turn turn(Duration limit) {
        try {
            if (turns.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return new OneTurn();
            }
            throw new StateUnavailableException("No turn at the epoch", new TimeoutException("Not within " + limit));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StateUnavailableException("No turn at the epoch", e);
        }
    }

    private final class OneTurn implements Turn {
        @Override
        public long present() {
            return epoch.get();
        }

        @Override
        public long raise(long other) {
            return epoch.updateAndGet(present -> {
                long next = Math.max(present, other) + 1;
                if (next > HIGHEST) {
                    throw new IllegalStateException("No epoch is left above: " + (next - 1));
                }
                return next;
            });
        }

        @Override
        public void close() {
            turns.unlock();
        }
    }
}
