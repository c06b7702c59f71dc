package io.yizhan.bench.result;

import org.HdrHistogram.AbstractHistogram;

/**
 * How a quantity is spread; microseconds where it is a time.
 *
 * @param count how many values
 */
public record Percentiles(long count, long p50, long p90, long p99, long p999, long p9999, long max) {
    public static Percentiles of(AbstractHistogram histogram) {
        return new Percentiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getValueAtPercentile(99.99),
                histogram.getMaxValue());
    }
}
