package io.yizhan.gate.start;

import java.time.Duration;

/** Something that has to be there before requests are answered. */
public interface Prerequisite {
    /** What is waited for and where, for a log line; without credentials. */
    String name();

    /**
     * Blocks until it is there.
     *
     * @throws RuntimeException if it cannot be used, or did not come within {@code limit}
     */
    void reach(Duration limit) throws InterruptedException;
}
