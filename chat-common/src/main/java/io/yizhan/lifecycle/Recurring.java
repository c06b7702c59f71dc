package io.yizhan.lifecycle;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Work that a timer repeats. An executor ends the repetition with the first exception and says nothing; here a failure
 * is told as an {@link Outage} is, and the next turn comes.
 */
public final class Recurring {
    private final Runnable work;
    private final Outage outage;

    /**
     * @param log of the class whose work it is
     * @param what does not happen while it fails, as in: {@code Letters are not posted; they wait}
     * @param work what to do each time; ended by an {@link Error} only
     */
    public Recurring(Logger log, String what, Runnable work) {
        this.work = work;
        this.outage = new Outage(log, what, System::nanoTime);
    }

    /** Repeats it with {@code pause} between two turns; the first begins after {@code first}. */
    public ScheduledFuture<?> withPauses(ScheduledExecutorService timer, Duration first, Duration pause) {
        return timer.scheduleWithFixedDelay(this::turn, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** As {@link #withPauses(ScheduledExecutorService, Duration, Duration)}, the first after such a pause too. */
    public ScheduledFuture<?> withPauses(ScheduledExecutorService timer, Duration pause) {
        return withPauses(timer, pause, pause);
    }

    /** Begins a turn in each {@code period}, as far as turns are short enough; the first after {@code first}. */
    public ScheduledFuture<?> atRate(ScheduledExecutorService timer, Duration first, Duration period) {
        return timer.scheduleAtFixedRate(this::turn, first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turn() {
        try {
            work.run();
            outage.over();
        } catch (RuntimeException e) { // whatever it is, it must not end the repetition
            outage.failed(e);
        }
    }
}
