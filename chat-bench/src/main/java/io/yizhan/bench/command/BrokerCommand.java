package io.yizhan.bench.command;

import io.yizhan.bench.cluster.EmbeddedTarget;
import io.yizhan.bench.load.Fleet;
import io.yizhan.bench.load.Measurement;
import io.yizhan.bench.load.PairsWorkload;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultJson;
import io.yizhan.bench.result.ResultText;
import io.yizhan.bench.result.SaturationResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench broker}. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Saturates an embedded cluster, then appends the same batches to its broker with a bare producer:"
                + " one after the other, and as many at once as a worker has lanes.")
final class BrokerCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EmbeddedOptions own;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--window",
            paramLabel = "W",
            description = "messages under way for each pair (default: ${DEFAULT-VALUE})",
            defaultValue = "16")
    private int window;

    @Override
    public Integer call() throws Exception {
        try (Console console = new Console(spec.commandLine());
                EmbeddedTarget cluster = own.open(console)) {
            LoadResult saturated = saturate(console, cluster);
            SaturationResult result =
                    new Saturation(cluster, console).compare(saturated, cluster.recording(), load.textBytes());
            console.result(ResultText.of(result));
            if (load.json().isPresent()) {
                new ResultJson().write(load.json().get(), result);
            }
            return saturated.counts().isClean() ? 0 : BROKEN;
        }
    }

    private LoadResult saturate(Console console, EmbeddedTarget cluster) throws InterruptedException {
        console.say("Logging in " + 2 * load.pairs() + " users …");
        try (Fleet fleet = Fleet.login(cluster.gates(), load.pairs())) {
            return new Measurement(fleet, cluster.processes(), console.liveLine())
                    .run(new PairsWorkload(window, load.textBytes()), load.timing());
        }
    }
}
