package io.yizhan.bench.command;

import picocli.CommandLine.Option;

/** How much a closed loop keeps under way. */
final class WindowOption {
    @Option(
            names = "--window",
            paramLabel = "W",
            description = "messages under way for each pair in a closed loop (default: ${DEFAULT-VALUE})",
            defaultValue = "16")
    private int window;

    int window() {
        return window;
    }
}
