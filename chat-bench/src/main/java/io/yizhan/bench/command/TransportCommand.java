package io.yizhan.bench.command;

import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.TransportResult;
import io.yizhan.bench.result.TransportText;
import io.yizhan.bench.transport.TransportComparison;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.server.config.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench transport}. */
@Command(
        name = "transport",
        mixinStandardHelpOptions = true,
        description =
                "What it costs to bring a message from one worker to all others: over the mesh, and over Redis publish"
                        + " and subscribe. Workers without clients in one process, on loopback; an embedded Redis.")
final class TransportCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--workers",
            paramLabel = "N",
            split = ",",
            description = "how many, one run for each (default: ${DEFAULT-VALUE})",
            defaultValue = "2,4,8")
    private List<Integer> workers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "messages a second, of all workers together (default: ${DEFAULT-VALUE})",
            defaultValue = "500")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "for each, after half of that to warm up (default: ${DEFAULT-VALUE})",
            defaultValue = "4")
    private int seconds;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws Exception {
        Host host = Host.now();
        try (Console console = new Console(spec.commandLine());
                EmbeddedRedis redis = EmbeddedRedis.start(console.temporaryDirectory(), 0)) {
            TransportComparison comparison = new TransportComparison(
                    "redis://127.0.0.1:" + redis.port(), new LocalProcess("Redis", redis.pid()), rate);
            List<TransportResult> results = new ArrayList<>();
            for (int count : workers) {
                for (Transport transport : Transport.values()) {
                    console.say(count + " workers, " + transport);
                    results.add(comparison.run(transport, count, Duration.ofSeconds(seconds)));
                }
            }
            console.result(TransportText.markdown(host, results));
            json.write(results);
            return results.stream().allMatch(TransportResult::isClean) ? 0 : BROKEN;
        }
    }
}
