package io.yizhan.quickstart;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a process to become useful. */
final class Waiting {
    private static final Duration POLL = Duration.ofMillis(50);

    private Waiting() {}

    /** @throws ClusterStartException if the process ends, or the limit passes, before the condition holds */
    static void until(String what, ChildJvm process, Duration limit, Callable<Boolean> condition)
            throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (!process.isAlive()) {
                throw new ClusterStartException(
                        what + " did not start; its last words in " + process.log() + ":\n  " + process.lastWords());
            }
            if (System.nanoTime() > deadline) {
                throw new ClusterStartException(what + " was not ready within " + limit.toSeconds()
                        + " s; its last words in " + process.log() + ":\n  " + process.lastWords());
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws InterruptedException {
        try {
            return condition.call();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ClusterStartException("Could not look whether it is ready", e);
        }
    }
}
