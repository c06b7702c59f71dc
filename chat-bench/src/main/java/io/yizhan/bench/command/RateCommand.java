package io.yizhan.bench.command;

import io.yizhan.bench.load.RateWorkload;
import io.yizhan.bench.load.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench rate}. */
@Command(
        name = "rate",
        mixinStandardHelpOptions = true,
        description =
                "Open loop: so many messages a second whatever becomes of them. Latency counts from when each was due.")
final class RateCommand extends LoadCommand {
    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second over all pairs (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int perSecond;

    @Override
    Workload workload(int textBytes) {
        return new RateWorkload(perSecond, textBytes);
    }
}
