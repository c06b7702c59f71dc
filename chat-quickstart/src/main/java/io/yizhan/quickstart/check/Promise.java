package io.yizhan.quickstart.check;

import java.util.function.Consumer;

/** One promise, and how to see whether it was kept. */
interface Promise {
    /** Tells of each breach. */
    void check(Facts facts, Consumer<Breach> breaches);
}
