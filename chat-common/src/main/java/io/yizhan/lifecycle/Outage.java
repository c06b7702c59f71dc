package io.yizhan.lifecycle;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Tells an operator of one thing that does not work: a line when it begins, one a minute while it lasts, one when it is
 * over; the cause without its trace, which is there at level debug. What fails and works by turns gives such a pair of
 * lines every ten seconds at most. Safe from any thread.
 */
public final class Outage {
    private static final long REMIND_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final String what;
    private final LongSupplier nanos;
    private volatile boolean failing;
    /** Guarded by this, like what follows. */
    private boolean announced;

    private boolean everTold;
    private long beganNanos;
    private long toldNanos;
    private long failures;

    /**
     * @param log of the class whose work fails
     * @param what does not work and what that means, as in: {@code Letters are not posted; they wait}
     * @param nanos a monotonic clock
     */
    public Outage(Logger log, String what, LongSupplier nanos) {
        this.log = log;
        this.what = what;
        this.nanos = nanos;
    }

    /** It failed, once more. */
    public synchronized void failed(Throwable cause) {
        long now = nanos.getAsLong();
        if (!failing) {
            failing = true;
            beganNanos = now;
            failures = 0;
        }
        failures++;
        if (!everTold || now - toldNanos >= (announced ? REMIND_NANOS : SPACING_NANOS)) {
            if (announced) {
                log.warn("{}, for {} s by now, {} times: {}", what, seconds(now), failures, inOneLine(cause));
            } else {
                log.warn("{}: {}", what, inOneLine(cause));
            }
            everTold = true;
            announced = true;
            toldNanos = now;
        }
        log.debug("{}", what, cause);
    }

    /** It worked. */
    public void over() {
        if (failing) {
            end();
        }
    }

    private synchronized void end() {
        if (announced) {
            log.info("Works again after {} s: {}", seconds(nanos.getAsLong()), what);
        }
        announced = false;
        failing = false;
    }

    private long seconds(long now) {
        return Duration.ofNanos(now - beganNanos).toSeconds();
    }

    /** What failed and why in the end, without the traces and whatever lies between. */
    public static String inOneLine(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null && first.getClass().getName().startsWith("java.util.concurrent.")) {
            first = first.getCause(); // it only carries the failure from one thread to another
        }
        Throwable root = first;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == first ? line(first) : line(first) + " (" + line(root) + ")";
    }

    private static String line(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        return failure.getClass().getSimpleName() + ": "
                + message.lines().findFirst().orElse("");
    }
}
