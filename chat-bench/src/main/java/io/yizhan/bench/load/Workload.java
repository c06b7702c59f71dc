package io.yizhan.bench.load;

import java.util.Map;

/** What the users of a run do. */
public sealed interface Workload permits PairsWorkload, RateWorkload {
    String name();

    /** What was asked for, for the result. */
    Map<String, Integer> parameters();

    /** Bytes of each text. */
    int textBytes();

    /** Sends until the run's window is over; what is under way then may still be. Blocks. */
    void send(Run run) throws InterruptedException;
}
