package io.yizhan.bench.result;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/**
 * How a quantity is spread; microseconds where it is a time.
 *
 * @param count how many values
 * @param histogram all of them, as HdrHistogram compresses it, in Base64: what is merged is merged exactly
 */
public record Percentiles(
        long count, long p50, long p90, long p99, long p999, long p9999, long max, Optional<String> histogram) {
    public static Percentiles of(AbstractHistogram histogram) {
        return new Percentiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getValueAtPercentile(99.99),
                histogram.getMaxValue(),
                Optional.of(encoded(histogram)));
    }

    /**
     * Those of all values of all of these.
     *
     * @param parts at least one
     * @throws IllegalArgumentException if one has no histogram
     */
    public static Percentiles merged(List<Percentiles> parts) {
        Histogram all = parts.get(0).decoded();
        all.setAutoResize(true);
        parts.stream().skip(1).map(Percentiles::decoded).forEach(all::add);
        return of(all);
    }

    private static String encoded(AbstractHistogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        histogram.encodeIntoCompressedByteBuffer(bytes);
        bytes.flip();
        return new String(Base64.getEncoder().encode(bytes).array(), StandardCharsets.US_ASCII);
    }

    private Histogram decoded() {
        String text = histogram.orElseThrow(() -> new IllegalArgumentException("A result has no histogram"));
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("Not a compressed histogram: " + text, e);
        }
    }
}
