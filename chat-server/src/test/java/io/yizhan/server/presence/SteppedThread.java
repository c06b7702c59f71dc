package io.yizhan.server.presence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Runs what it is given on the test's own thread, and what is to be repeated once for each step. */
final class SteppedThread extends ScheduledThreadPoolExecutor {
    private final Queue<Runnable> given = new ArrayDeque<>();
    private final List<Runnable> repeated = new ArrayList<>();

    SteppedThread() {
        super(1);
    }

    @Override
    public void execute(Runnable task) {
        given.add(task);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long delay, long period, TimeUnit unit) {
        repeated.add(task);
        return null;
    }

    /** All that was given, and what that gives. */
    void run() {
        for (Runnable task = given.poll(); task != null; task = given.poll()) {
            task.run();
        }
    }

    void step() {
        run();
        repeated.forEach(Runnable::run);
        run();
    }
}
