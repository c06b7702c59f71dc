package io.yizhan.model;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** One thread of a process, for tasks that block. */
final class BlockingThread extends AbstractExecutorService {
    private final Life life;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;
    private boolean shutdown;

    BlockingThread(Life life) {
        this.life = life;
    }

    @Override
    public void execute(Runnable task) {
        if (shutdown) {
            throw new RejectedExecutionException("Shut down");
        }
        tasks.add(task);
        if (!running) {
            running = true;
            life.after(life.moment(), () -> new Fiber(life).start(this::work));
        }
    }

    private void work() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        running = false;
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
        return shutdown && !running;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isTerminated();
    }
}
