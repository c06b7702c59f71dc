package io.yizhan.model;

import io.yizhan.model.Tally.Event;
import java.util.concurrent.TimeUnit;

/** How a store can be reached at present. */
final class Service {
    private final VirtualTime time;
    private final String name;
    private final Event failed;
    private final Event unheard;
    private final Tally tally;
    private long awayUntil;
    private double loss;

    /**
     * @param failed what is counted for a call that fails
     * @param unheard what is counted if it was carried out nevertheless
     */
    Service(VirtualTime time, String name, Event failed, Event unheard, Tally tally) {
        this.time = time;
        this.name = name;
        this.failed = failed;
        this.unheard = unheard;
        this.tally = tally;
    }

    String name() {
        return name;
    }

    void awayFor(long millis) {
        awayUntil = Math.max(awayUntil, time.nanos() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Which part of the calls fails though it is there. */
    void loses(double part) {
        loss = part;
    }

    void heal() {
        awayUntil = 0;
        loss = 0;
    }

    boolean isAway() {
        return awayUntil > time.nanos();
    }

    boolean fails(Life caller) {
        boolean fails = isAway() || caller.chance(loss);
        if (fails) {
            tally.count(failed);
        }
        return fails;
    }

    /** A call that fails is carried out nevertheless. */
    void didItUnheard() {
        tally.count(unheard);
    }

    /** Mostly a fraction of a millisecond, now and then much more, in nanoseconds. */
    long latency(Life caller) {
        return caller.chance(0.05) ? caller.between(1_000_000, 400_000_000) : caller.between(50_000, 1_500_000);
    }
}
