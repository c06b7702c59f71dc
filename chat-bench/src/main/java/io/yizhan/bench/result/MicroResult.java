package io.yizhan.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One step, called over and over.
 *
 * @param nanos mean of one call
 * @param errorNanos half of the 99.9 % interval of that mean; not a number with too few iterations
 * @param allocatedBytes by one call; does not depend on the machine
 */
public record MicroResult(String name, double nanos, double errorNanos, double allocatedBytes) {
    /** Results for people. */
    public static String text(List<MicroResult> results) {
        return results.stream()
                .map(result -> String.format(
                        Locale.ROOT,
                        "%-44s %,10.0f ns%s, %,8.0f bytes allocated",
                        result.name(),
                        result.nanos(),
                        Double.isNaN(result.errorNanos())
                                ? ""
                                : String.format(Locale.ROOT, " ± %,.0f", result.errorNanos()),
                        result.allocatedBytes()))
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
