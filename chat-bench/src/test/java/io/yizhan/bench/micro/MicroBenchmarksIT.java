package io.yizhan.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.MicroResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** As {@link MicroBenchmarksTest}, of those that need a server. */
class MicroBenchmarksIT {
    /** Bytes that a worker allocates to have one message numbered; a tenth above what was seen. */
    private static final Map<String, Double> MOST = Map.of(
            "SequencerBenchmark.alone", 7_950.0,
            "SequencerBenchmark.amongManyOfAConversation", 2_550.0,
            "SequencerBenchmark.amongManyConversations", 5_450.0);

    @Test
    void allocatesNoMoreThanItDid() {
        List<MicroResult> results = MicroBenchmarks.run("SequencerBenchmark", 0, 2, Duration.ofMillis(200));

        Map<String, Double> allocated =
                results.stream().collect(Collectors.toMap(MicroResult::name, MicroResult::allocatedBytes));
        assertThat(allocated).containsOnlyKeys(MOST.keySet());
        assertThat(allocated)
                .allSatisfy(
                        (name, bytes) -> assertThat(bytes).as(name).isPositive().isLessThanOrEqualTo(MOST.get(name)));
    }
}
