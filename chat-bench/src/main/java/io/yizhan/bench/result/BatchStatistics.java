package io.yizhan.bench.result;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The batches of the workers' lanes in a time. Times are microseconds.
 *
 * @param messages in a batch
 * @param numbering until Redis had given the numbers
 * @param append from there until RocketMQ had stored it
 * @param whole the whole way of a batch, with the look-up of the recipients and the pushes
 * @param sizes how many batches there were of each number of messages
 */
public record BatchStatistics(
        double meanMessages,
        Percentiles messages,
        Percentiles numbering,
        Percentiles append,
        Percentiles whole,
        SortedMap<Integer, Long> sizes) {
    /** Collects; not thread-safe. */
    public static final class Builder {
        private static final int DIGITS = 3;

        private final Histogram messages = new Histogram(DIGITS);
        private final Histogram numbering = new Histogram(DIGITS);
        private final Histogram append = new Histogram(DIGITS);
        private final Histogram whole = new Histogram(DIGITS);
        private final SortedMap<Integer, Long> sizes = new TreeMap<>();

        /** One batch; times in nanoseconds. */
        public void add(int size, long numberingNanos, long appendNanos, long wholeNanos) {
            messages.recordValue(size);
            numbering.recordValue(TimeUnit.NANOSECONDS.toMicros(numberingNanos));
            append.recordValue(TimeUnit.NANOSECONDS.toMicros(appendNanos));
            whole.recordValue(TimeUnit.NANOSECONDS.toMicros(wholeNanos));
            sizes.merge(size, 1L, Long::sum);
        }

        public BatchStatistics build() {
            long sum = sizes.entrySet().stream()
                    .mapToLong(entry -> entry.getKey() * entry.getValue())
                    .sum();
            return new BatchStatistics(
                    sum / (double) Math.max(1, messages.getTotalCount()),
                    Percentiles.of(messages),
                    Percentiles.of(numbering),
                    Percentiles.of(append),
                    Percentiles.of(whole),
                    sizes);
        }
    }
}
