package io.yizhan.bench.command;

import io.yizhan.bench.cluster.LaneRecording;
import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.load.Workload;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** Runs one workload against a cluster: 0 if every promise was kept, 1 if not. */
abstract sealed class LoadCommand implements Callable<Integer> permits PairsCommand, RateCommand {
    private static final int BROKEN = 1;

    @Mixin
    private TargetOptions target;

    @Mixin
    private LoadOptions load;

    abstract Workload workload(int textBytes);

    @Override
    public final Integer call() throws Exception {
        Workload workload = workload(load.textBytes());
        try (Console console = new Console(target.commandLine());
                Target cluster = target.open(console)) {
            LoadResult result = load.measure(console, cluster, workload);
            Optional<LaneRecording> recording = cluster.endWorkers();
            LoadResult whole = recording
                    .map(batches -> result.with(batches.between(result.measuredFrom(), result.measuredTo())))
                    .orElse(result);
            console.result(ResultText.of(whole));
            load.json().write(whole);
            return whole.counts().isClean() ? 0 : BROKEN;
        }
    }
}
