package io.yizhan.server.delivery;

import io.yizhan.lifecycle.Outage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Warns of one kind of failure at its first occurrence, and while it goes on only every ten seconds, with how many were
 * left out; so an outage does not fill the log. Causes stand in the line, their traces at level debug. Safe from any
 * thread.
 */
final class RareWarning {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Logger log;
    private final DeliveryClock clock;
    private boolean told;
    private long toldNanos;
    private long leftOut;

    /** @param log of the class whose failures these are */
    RareWarning(Logger log, DeliveryClock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** @param what failed and what that means, as in: {@code Could not do it, it is tried again: 5 things} */
    void warn(String what, Throwable cause) {
        long others = take();
        if (others == 0) {
            log.warn("{}: {}", what, Outage.inOneLine(cause));
        } else if (others > 0) {
            log.warn("{}; and {} times more since the last such line: {}", what, others, Outage.inOneLine(cause));
        }
        log.debug("{}", what, cause);
    }

    /** How many were left out before this one, which is to be told; negative if it is left out itself. */
    private synchronized long take() {
        long now = clock.nanos();
        if (told && now - toldNanos < EVERY_NANOS) {
            leftOut++;
            return -1;
        }
        told = true;
        toldNanos = now;
        long others = leftOut;
        leftOut = 0;
        return others;
    }
}
