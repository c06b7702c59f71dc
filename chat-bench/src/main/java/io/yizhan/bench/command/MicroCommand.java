package io.yizhan.bench.command;

import io.yizhan.bench.micro.MicroBenchmarks;
import io.yizhan.bench.result.MicroResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench micro}. */
@Command(
        name = "micro",
        mixinStandardHelpOptions = true,
        description = "What single steps on a message's way cost, in time and in bytes allocated (JMH).")
final class MicroCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private JsonOption json;

    @Parameters(index = "0", paramLabel = "PATTERN", description = "which; all if none is given", defaultValue = "")
    private String pattern;

    @Option(
            names = "--forks",
            paramLabel = "N",
            description = "virtual machines, one after the other; 0: none of its own (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int forks;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "of one second each (default: ${DEFAULT-VALUE})",
            defaultValue = "5")
    private int iterations;

    @Override
    public Integer call() throws Exception {
        try (Console console = new Console(spec.commandLine())) {
            List<MicroResult> results = MicroBenchmarks.run(pattern, forks, iterations, Duration.ofSeconds(1));
            console.result(MicroResult.text(results));
            json.write(results);
            return 0;
        }
    }
}
