package io.yizhan.model;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** One thread of a process, for tasks that do not block. */
final class VirtualThread extends AbstractExecutorService implements ScheduledExecutorService {
    private final Life life;
    private long lastAt;
    private boolean shutdown;

    VirtualThread(Life life) {
        this.life = life;
    }

    @Override
    public void execute(Runnable task) {
        check();
        lastAt = Math.max(lastAt + 1, life.time().nanos() + life.moment());
        life.after(lastAt - life.time().nanos(), task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return start(new Timed<>(Executors.callable(task), 0), unit.toNanos(delay));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return start(new Timed<>(task, 0), unit.toNanos(delay));
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
        return start(new Timed<>(Executors.callable(task), unit.toNanos(period)), unit.toNanos(initial));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        return start(new Timed<>(Executors.callable(task), unit.toNanos(delay)), unit.toNanos(initial));
    }

    private <V> Timed<V> start(Timed<V> timed, long nanos) {
        check();
        life.after(nanos, timed);
        return timed;
    }

    private void check() {
        if (shutdown) {
            throw new RejectedExecutionException("Shut down");
        }
    }

    @Override
    public void shutdown() {
        shutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }

    private final class Timed<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long period;

        Timed(Callable<V> task, long period) {
            super(task);
            this.period = period;
        }

        @Override
        public void run() {
            if (shutdown) {
                return;
            }
            if (period == 0) {
                super.run();
            } else if (runAndReset()) {
                life.after(period, this);
            }
        }

        @Override
        protected void setException(Throwable failure) {
            super.setException(failure);
            throw new AssertionError("A timed task failed", failure);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
