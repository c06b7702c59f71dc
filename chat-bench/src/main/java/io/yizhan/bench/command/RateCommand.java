package io.yizhan.bench.command;

import io.yizhan.bench.load.RateWorkload;
import io.yizhan.bench.load.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench rate}. */
@Command(
        name = "rate",
        mixinStandardHelpOptions = true,
        description =
                "Open loop: so many messages a second whatever becomes of them. Latency counts from when each was due.")
final class RateCommand extends LoadCommand {
    @Mixin
    private RateOption openLoop;

    @Option(
            names = "--partners",
            paramLabel = "N",
            description = "that each sender writes to in turn, as many as there are pairs at most: pairs × partners"
                    + " conversations (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int partners;

    @Override
    Workload workload(int textBytes) {
        return new RateWorkload(openLoop.perSecond(), partners, textBytes);
    }
}
