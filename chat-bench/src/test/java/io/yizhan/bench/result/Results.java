package io.yizhan.bench.result;

import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.ProcessUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Results for tests. */
final class Results {
    private Results() {}

    static LoadResult saturated() {
        return result("pairs", Map.of("window", 16, "textBytes", 128), 8_000, Optional.empty());
    }

    static LoadResult rate(int perSecond) {
        return result(
                "rate",
                Map.of("perSecond", perSecond, "textBytes", 128),
                perSecond,
                Optional.of(new Percentiles(10, 1, 2, 3, 4, 5, 6, Optional.empty())));
    }

    private static LoadResult result(
            String workload, Map<String, Integer> parameters, double perSecond, Optional<Percentiles> late) {
        return new LoadResult(
                workload,
                parameters,
                64,
                new Host(2, "A 100 % processor", "Linux", "17", 0.5),
                Instant.parse("2026-11-21T12:00:00Z"),
                10,
                20,
                new Counts(100, 100, 0, 100, 0, 0, 0),
                0,
                perSecond,
                perSecond,
                new Percentiles(100, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, Optional.empty()),
                new Percentiles(100, 1_500, 2_500, 3_500, 4_500, 5_500, 6_500, Optional.empty()),
                late,
                List.of(
                        new ProcessUse("worker-1", 10, 62.5, OptionalLong.of(300 << 20)),
                        new ProcessUse("generator", 5, 31.25, OptionalLong.empty())),
                List.of(
                        new Second(1, 90, 1_000, 3_000, 80, 1_500, 3_500),
                        new Second(2, 110, 900, 2_500, 120, 1_400, 3_000)),
                Optional.of(new Returns(4, 2, 200, 0)),
                Optional.empty(),
                Optional.of(new Tally(250, 200, 900, 100)),
                Optional.empty());
    }

    static BatchStatistics batches() {
        BatchStatistics.Builder batches = new BatchStatistics.Builder();
        batches.add(1, 1_000_000, 2_000_000, 4_000_000);
        batches.add(255, 3_000_000, 6_000_000, 10_000_000);
        batches.add(255, 3_000_000, 6_000_000, 10_000_000);
        return batches.build();
    }
}
