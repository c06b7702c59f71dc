package io.yizhan.bench.result;

import java.util.List;

/** All figures of {@code docs/performance.md}. */
public record ReportResult(List<LoadResult> rates, SaturationResult saturation, List<GuardResult> guard) {
    /** Whether every promise was kept in each run. */
    public boolean isClean() {
        return saturation.load().counts().isClean()
                && rates.stream().allMatch(rate -> rate.counts().isClean());
    }
}
