package io.yizhan.bench.command;

import picocli.CommandLine.Option;

/** How large what is sent is. */
final class TextOption {
    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "of each text; it is never shorter than what it has to tell (default: ${DEFAULT-VALUE})",
            defaultValue = "128")
    private int bytes;

    int bytes() {
        return bytes;
    }
}
