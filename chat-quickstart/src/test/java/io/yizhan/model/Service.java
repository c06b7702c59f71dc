package io.yizhan.model;

import java.util.concurrent.TimeUnit;

/** How a store can be reached at present. */
final class Service {
    private final VirtualTime time;
    private final String name;
    private long awayUntil;
    private double loss;

    Service(VirtualTime time, String name) {
        this.time = time;
        this.name = name;
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
        return isAway() || caller.chance(loss);
    }

    /** Mostly a fraction of a millisecond, now and then much more, in nanoseconds. */
    long latency(Life caller) {
        return caller.chance(0.05) ? caller.between(1_000_000, 400_000_000) : caller.between(50_000, 1_500_000);
    }
}
