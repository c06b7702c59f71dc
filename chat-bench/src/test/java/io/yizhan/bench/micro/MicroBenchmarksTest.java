package io.yizhan.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.MicroResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
        List<MicroResult> results =
                MicroBenchmarks.run("(decodeSend|LaneBenchmark.alone|PushBenchmark)", 0, 2, Duration.ofMillis(200));

        Map<String, Double> allocated =
                results.stream().collect(Collectors.toMap(MicroResult::name, MicroResult::allocatedBytes));
        assertThat(allocated).containsOnlyKeys(MOST.keySet());
        assertThat(allocated)
                .allSatisfy(
                        (name, bytes) -> assertThat(bytes).as(name).isPositive().isLessThanOrEqualTo(MOST.get(name)));
    }
}
