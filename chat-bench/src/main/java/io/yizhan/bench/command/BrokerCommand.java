package io.yizhan.bench.command;

import io.yizhan.bench.cluster.EmbeddedTarget;
import io.yizhan.bench.load.PairsWorkload;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultText;
import io.yizhan.bench.result.SaturationResult;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private WindowOption closedLoop;

    @Override
    public Integer call() throws Exception {
        try (Console console = new Console(spec.commandLine());
                EmbeddedTarget cluster = own.open(console)) {
            LoadResult saturated =
                    load.measure(console, cluster, new PairsWorkload(closedLoop.window(), load.textBytes()));
            SaturationResult result =
                    new Saturation(cluster, console).compare(saturated, cluster.recording(), load.textBytes());
            console.result(ResultText.of(result));
            load.json().write(result);
            return saturated.counts().isClean() ? 0 : BROKEN;
        }
    }
}
