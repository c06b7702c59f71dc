package io.yizhan.server.delivery;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** Makes the threads that delivery works on; whoever asks for one ends it. A test brings its own. */
public interface DeliveryThreads {
    /** Runs tasks one after the other; they may block. */
    ExecutorService single(String name);

    /** Starts calls at their time, one after the other; they do not block. */
    ScheduledExecutorService timer(String name);

    /** Threads of this process. */
    static DeliveryThreads own() {
        return new DeliveryThreads() {
            @Override
            public ExecutorService single(String name) {
                return Executors.newSingleThreadExecutor(task -> new Thread(task, name));
            }

            @Override
            public ScheduledExecutorService timer(String name) {
                return new ScheduledThreadPoolExecutor(1, task -> new Thread(task, name));
            }
        };
    }
}
