package io.yizhan.bench.command;

import picocli.CommandLine.Option;

/** How many messages are due in a second. */
final class RateOption {
    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second over all pairs (default: ${DEFAULT-VALUE})",
            defaultValue = "1000")
    private int perSecond;

    int perSecond() {
        return perSecond;
    }
}
