package io.yizhan.bench.command;

import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.load.Fleet;
import io.yizhan.bench.load.Measurement;
import io.yizhan.bench.load.Timing;
import io.yizhan.bench.load.Workload;
import io.yizhan.bench.result.LoadResult;
import java.time.Duration;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private OutputOptions output;

    int pairs() {
        return pairs;
    }

    int textBytes() {
        return textBytes;
    }

    Timing timing() {
        return new Timing(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
    }

    OutputOptions output() {
        return output;
    }

    JsonOption json() {
        return output.json();
    }

    /** Logs the users in. */
    Fleet login(Console console, Target cluster) throws InterruptedException {
        console.say("Logging in " + 2 * pairs + " users …");
        return Fleet.login(cluster.gates(), pairs);
    }

    /** Runs one workload with users of its own. */
    LoadResult measure(Console console, Target cluster, Workload workload) throws InterruptedException {
        try (Fleet fleet = login(console, cluster)) {
            return new Measurement(fleet, cluster.processes(), console.liveLine()).run(workload, timing());
        }
    }
}
