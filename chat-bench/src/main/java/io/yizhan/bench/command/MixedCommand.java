package io.yizhan.bench.command;

import io.yizhan.bench.load.MixedWorkload;
import io.yizhan.bench.load.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench mixed}. */
@Command(
        name = "mixed",
        mixinStandardHelpOptions = true,
        description = "A day in small, as an open loop: direct messages, one in five to a group; each second one user"
                + " leaves and comes back, at once or after 5 s, and reads history.")
final class MixedCommand extends LoadCommand {
    @Mixin
    private RateOption openLoop;

    @Option(
            names = "--groups",
            paramLabel = "N",
            description = "that the pairs are dealt into (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private int groups;

    @Override
    Workload workload(int textBytes) {
        return new MixedWorkload(openLoop.perSecond(), groups, textBytes);
    }
}
