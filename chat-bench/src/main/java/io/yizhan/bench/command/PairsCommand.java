package io.yizhan.bench.command;

import io.yizhan.bench.load.PairsWorkload;
import io.yizhan.bench.load.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench pairs}. */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = "Closed loop: each pair keeps a window of messages under way. Shows how much goes through.")
final class PairsCommand extends LoadCommand {
    @Option(
            names = "--window",
            paramLabel = "W",
            description = "messages under way for each pair (default: ${DEFAULT-VALUE})",
            defaultValue = "16")
    private int window;

    @Override
    Workload workload(int textBytes) {
        return new PairsWorkload(window, textBytes);
    }
}
