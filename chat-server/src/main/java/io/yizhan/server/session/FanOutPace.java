package io.yizhan.server.session;

import java.util.concurrent.TimeUnit;

/**
 * How fast groups may be told on one event loop. Where its turns come late the processor is short, and everybody waits
 * who talks to one other: groups then rest between their turns, twice as long each time until turns come in time again,
 * and from then on a little less each time. What comes while a group rests goes out in one round, so that the longer it
 * rests, the less a message costs. Owned by its loop.
 */
final class FanOutPace {
    /** In which it is looked how late turns were. */
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);
    /** The mean lateness that is no reason to rest: what a scheduler does to a thread that is not alone. */
    private static final long IN_TIME = TimeUnit.MICROSECONDS.toNanos(100);
    /** The first rest, for each session that was told: about what it costs to write to one. */
    private static final long FIRST_REST = TimeUnit.MICROSECONDS.toNanos(16);

    private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(4);
    /** For all of a group's sessions together. */
    private static final long LONGEST_ROUND = TimeUnit.MILLISECONDS.toNanos(250);

    private static final double LESS = 0.95;

    private long windowSince;
    private long late;
    private int turns;
    private double rest;

    FanOutPace(long now) {
        this.windowSince = now;
    }

    /** A turn that was to run at {@code due} runs now. */
    void ran(long now, long due) {
        late += Math.max(0, now - due);
        turns++;
        long windows = (now - windowSince) / WINDOW;
        if (windows == 0) {
            return;
        }
        if (late / turns > IN_TIME) {
            rest = Math.min(LONGEST_REST, Math.max(FIRST_REST, 1.5 * rest));
        } else {
            rest *= Math.pow(LESS, windows);
        }
        windowSince = now;
        late = 0;
        turns = 0;
    }

    /** Nanoseconds to rest for a group of so many members, so many of whom were told something. */
    long rest(int told, int members) {
        return members == 0 ? 0 : (long) (told * Math.min(rest, (double) LONGEST_ROUND / members));
    }
}
