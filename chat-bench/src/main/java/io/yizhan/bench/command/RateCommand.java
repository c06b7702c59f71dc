package io.yizhan.bench.command;

import io.yizhan.bench.load.RateWorkload;
import io.yizhan.bench.load.Workload;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bench rate}. */
@Command(
        name = "rate",
        mixinStandardHelpOptions = true,
        description =
                "Open loop: so many messages a second whatever becomes of them. Latency counts from when each was due.")
final class RateCommand extends LoadCommand {
    @Mixin
    private RateOption openLoop;

    @Override
    Workload workload(int textBytes) {
        return new RateWorkload(openLoop.perSecond(), textBytes);
    }
}
