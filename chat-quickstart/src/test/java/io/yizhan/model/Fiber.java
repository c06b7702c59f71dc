package io.yizhan.model;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Code that blocks, in virtual time: it has a thread, but only one of all threads runs at any moment, and it gives the
 * turn back when it waits.
 */
final class Fiber {
    private static final ThreadLocal<Fiber> CURRENT = new ThreadLocal<>();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fiber");
        thread.setDaemon(true);
        return thread;
    });

    /** Some hundred microseconds. */
    private static final int SPINS = 5_000;

    private final Life life;
    private final Semaphore mayRun = new Semaphore(0);
    private final Semaphore gaveBack = new Semaphore(0);
    private boolean finished;
    private boolean parked;
    private boolean killed;
    private int parkings;
    private @Nullable Throwable failure;

    Fiber(Life life) {
        this.life = life;
    }

    static @Nullable Fiber current() {
        return CURRENT.get();
    }

    /** Runs the body until it waits or ends. */
    void start(Runnable body) {
        life.atDeath(this::kill);
        THREADS.execute(() -> {
            mayRun.acquireUninterruptibly();
            CURRENT.set(this);
            try {
                body.run();
            } catch (Throwable e) {
                failure = e;
            } finally {
                finished = true;
                CURRENT.remove();
                gaveBack.release();
            }
        });
        resume();
    }

    /** Waits, called by the body; for so long, or until the stage is settled. */
    void park(long nanos, @Nullable CompletionStage<?> until) throws InterruptedException {
        int mine = ++parkings;
        if (until != null) {
            var unused = until.whenComplete((result, error) -> life.after(0, () -> wake(mine)));
        }
        life.after(nanos, () -> wake(mine));
        parked = true;
        gaveBack.release();
        mayRun.acquireUninterruptibly();
        if (killed) {
            throw new InterruptedException("Killed");
        }
    }

    private void wake(int parking) {
        if (parked && parking == parkings) {
            resume();
        }
    }

    private void kill() {
        if (parked) {
            killed = true;
            resume();
        }
    }

    /** Most turns are over sooner than a thread that sleeps is woken. */
    private boolean gaveBackSoon() {
        for (int spin = 0; spin < SPINS; spin++) {
            if (gaveBack.tryAcquire()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return false;
    }

    private void resume() {
        parked = false;
        mayRun.release();
        try {
            if (!gaveBackSoon() && !gaveBack.tryAcquire(20, TimeUnit.SECONDS)) {
                throw new AssertionError("Something waits outside of virtual time");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("Interrupted", e);
        }
        if (finished && failure != null && !killed) {
            throw new AssertionError("A thread died", failure);
        }
    }
}
