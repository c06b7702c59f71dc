package io.yizhan.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.MicroResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What benchmarks allocate, which does not depend on the machine. */
final class Allocations {
    private Allocations() {}

    /**
     * Runs them.
     *
     * @param benchmarks a pattern of their names
     * @param most bytes for each call, of exactly these
     */
    static void areAtMost(String benchmarks, Map<String, Double> most) {
        List<MicroResult> results = MicroBenchmarks.run(benchmarks, 0, 2, Duration.ofMillis(200));

        Map<String, Double> allocated =
                results.stream().collect(Collectors.toMap(MicroResult::name, MicroResult::allocatedBytes));
        assertThat(allocated).containsOnlyKeys(most.keySet());
        assertThat(allocated)
                .allSatisfy(
                        (name, bytes) -> assertThat(bytes).as(name).isPositive().isLessThanOrEqualTo(most.get(name)));
    }
}
