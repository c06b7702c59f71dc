package io.yizhan.bench.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code bin/chatctl bench}: what it can measure. */
@Command(
        name = "bin/chatctl bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures a cluster with the SDK. Every message is followed: what is lost, doubled or out of order is"
                        + " counted, and a run with any of it fails. Exit code 0: all promises kept, 1: not, or not measured,"
                        + " 2: misused.",
        subcommands = {
            PairsCommand.class,
            RateCommand.class,
            ConnectionsCommand.class,
            OfflineCommand.class,
            MixedCommand.class,
            GroupCommand.class,
            BrokerCommand.class,
            SequencerCommand.class,
            TransportCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            MergeCommand.class,
            MicroCommand.class
        })
public final class BenchCommand {
    private static final int FAILED = 1;

    private BenchCommand() {}

    /** For one run; writes to the process's streams unless told otherwise. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new BenchCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(String.valueOf(failure.getMessage()));
            command.getErr().flush();
            return FAILED;
        });
        return line;
    }
}
