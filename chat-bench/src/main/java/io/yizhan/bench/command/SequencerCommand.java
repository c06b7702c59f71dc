package io.yizhan.bench.command;

import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.GuardResult;
import io.yizhan.bench.result.ResultText;
import io.yizhan.bench.sequencer.GuardCost;
import io.yizhan.embedded.EmbeddedRedis;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench sequencer}. */
@Command(
        name = "sequencer",
        mixinStandardHelpOptions = true,
        description =
                "What a number costs in Redis: plain, in a script, behind the epoch guard, with all that a worker asks.")
final class SequencerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description =
                    "redis://host:port of one that runs; keys of the bench's own, removed (default: an embedded one)")
    private @Nullable String uri;

    @Option(names = "--connections", paramLabel = "N", description = "default: ${DEFAULT-VALUE}", defaultValue = "8")
    private int connections;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "calls in a pipeline (default: ${DEFAULT-VALUE})",
            defaultValue = "16")
    private int depth;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "for each (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private int seconds;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        try (Console console = new Console(spec.commandLine())) {
            List<GuardResult> results = uri == null ? embedded(console) : measure(uri, Optional.empty());
            console.result(ResultText.of(results));
            json.write(results);
            return 0;
        }
    }

    private List<GuardResult> embedded(Console console) throws InterruptedException {
        try (EmbeddedRedis redis = EmbeddedRedis.start(console.temporaryDirectory(), 0)) {
            return measure("redis://127.0.0.1:" + redis.port(), Optional.of(new LocalProcess("Redis", redis.pid())));
        }
    }

    private List<GuardResult> measure(String at, Optional<LocalProcess> process) throws InterruptedException {
        return new GuardCost(at, process, connections, depth).run(Duration.ofSeconds(seconds));
    }
}
