package io.yizhan.bench.command;

import io.yizhan.bench.load.Timing;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a run takes. */
final class TimingOptions {
    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "to measure (default: ${DEFAULT-VALUE})",
            defaultValue = "20")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            description = "before that, sent and checked but not measured (default: ${DEFAULT-VALUE})",
            defaultValue = "10")
    private int warmUp;

    Timing timing() {
        return new Timing(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    }
}
