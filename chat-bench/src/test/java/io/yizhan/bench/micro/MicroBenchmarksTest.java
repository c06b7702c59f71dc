package io.yizhan.bench.micro;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is allocated does not depend on the machine, nor on how long it is measured. */
class MicroBenchmarksTest {
    /**
     * Bytes; a fifth above what was seen when this was written, that of the lane a tenth, before the compiler leaves
     * any of it out. What takes a buffer is not here: the tests look for leaks, and keep a record of each. Nor is what
     * depends on how fast a lane is: how many share its batches.
     */
    private static final Map<String, Double> MOST = Map.of(
            "FrameBenchmark.decodeSend", 1_320.0,
            "LaneBenchmark.alone", 16_500.0,
            "PushBenchmark.toPush", 430.0,
            "PushBenchmark.toPeerBatch", 1_540.0,
            "PushBenchmark.fromPeerBatch", 1_500.0);

    @Test
    void allocatesNoMoreThanItDid() {
        Allocations.areAtMost("(decodeSend|LaneBenchmark.alone|PushBenchmark)", MOST);
    }
}
