package io.yizhan.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** One life of a process: what it does happens while it lives, and waits while it is stopped. */
final class Life {
    private final VirtualTime time;
    private final Random random;
    private final List<Runnable> atDeath = new ArrayList<>();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean dead;
    private long stoppedUntil;

    Life(VirtualTime time, long seed) {
        this.time = time;
        this.random = new Random(seed);
    }

    VirtualTime time() {
        return time;
    }

    Random random() {
        return random;
    }

    boolean isDead() {
        return dead;
    }

    boolean isStopped() {
        return stoppedUntil > time.nanos();
    }

    boolean ranSince(long nanos) {
        return !dead && stoppedUntil <= nanos;
    }

    /** Like SIGSTOP: nothing happens in it until then. */
    void stopFor(long millis) {
        stoppedUntil = Math.max(stoppedUntil, time.nanos() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Like {@code kill -9}. */
    void end() {
        if (!dead) {
            dead = true;
            List.copyOf(atDeath).forEach(Runnable::run);
        }
    }

    void atDeath(Runnable task) {
        atDeath.add(task);
    }

    void after(long nanos, Runnable task) {
        time.after(nanos, () -> run(task));
    }

    /** A moment: what a thread takes to come to it, in nanoseconds. */
    long moment() {
        return between(1_000, 2_000_000);
    }

    long between(long low, long high) {
        return low + (long) (random.nextDouble() * (high - low));
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private void run(Runnable task) {
        if (dead) {
            return;
        }
        if (isStopped()) {
            held.add(task);
            if (held.size() == 1) {
                goOnLater();
            }
        } else {
            task.run();
        }
    }

    private void goOnLater() {
        time.after(stoppedUntil - time.nanos(), this::goOn);
    }

    /** Everything in the order in which it came. */
    private void goOn() {
        if (isStopped()) {
            goOnLater();
            return;
        }
        for (Runnable task = held.poll(); task != null && !dead; task = held.poll()) {
            task.run();
        }
    }
}
