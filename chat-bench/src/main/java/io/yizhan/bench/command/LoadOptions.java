package io.yizhan.bench.command;

import io.yizhan.bench.load.Timing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long, how large, and where the result goes; for all that send. */
final class LoadOptions {
    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "pairs of users, one of whom writes to the other (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int pairs;

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

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "of each text; it is never shorter than what it has to tell (default: ${DEFAULT-VALUE})",
            defaultValue = "128")
    private int textBytes;

    @Option(names = "--json", paramLabel = "FILE", description = "write the result there")
    private @Nullable Path json;

    int pairs() {
        return pairs;
    }

    int textBytes() {
        return textBytes;
    }

    Timing timing() {
        return new Timing(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    }

    Optional<Path> json() {
        return Optional.ofNullable(json);
    }
}
