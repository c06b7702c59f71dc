package io.yizhan.bench.load;

import java.util.Map;

/** What the users of a run do. */
public sealed interface Workload permits PairsWorkload, RateWorkload, MixedWorkload {
    String name();

    /** What was asked for, for the result. */
    Map<String, Integer> parameters();

    /** Bytes of each text. */
    int textBytes();

    /** Groups that the pairs are dealt into. */
    default int groups() {
        return 0;
    }

    /** How many each sender writes to: the receiver of its own pair, and those of the next ones. */
    default int partners() {
        return 1;
    }

    /** Sends until the run's window is over; what is under way then may still be. Blocks. */
    void send(Run run) throws InterruptedException;
}
