package io.yizhan.bench.command;

import io.yizhan.bench.load.PairsWorkload;
import io.yizhan.bench.load.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench pairs}. */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = "Closed loop: each pair keeps a window of messages under way. Shows how much goes through.")
final class PairsCommand extends LoadCommand {
    @Mixin
    private WindowOption closedLoop;

    @Override
    Workload workload(int textBytes) {
        return new PairsWorkload(closedLoop.window(), textBytes);
    }
}
