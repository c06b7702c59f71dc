package io.yizhan.bench.command;

import io.yizhan.bench.cluster.LaneRecording;
import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.load.Fleet;
import io.yizhan.bench.load.Measurement;
import io.yizhan.bench.load.Workload;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultJson;
import io.yizhan.bench.result.ResultText;
import java.nio.file.Path;
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
            LoadResult result = run(console, cluster, workload);
            Optional<LaneRecording> recording = cluster.endWorkers();
            LoadResult whole = recording
                    .map(batches -> result.with(batches.between(result.measuredFrom(), result.measuredTo())))
                    .orElse(result);
            console.result(ResultText.of(whole));
            Optional<Path> json = load.json();
            if (json.isPresent()) {
                new ResultJson().write(json.get(), whole);
            }
            return whole.counts().isClean() ? 0 : BROKEN;
        }
    }

    private LoadResult run(Console console, Target cluster, Workload workload) throws InterruptedException {
        console.say("Logging in " + 2 * load.pairs() + " users …");
        try (Fleet fleet = Fleet.login(cluster.gates(), load.pairs())) {
            return new Measurement(fleet, cluster.processes(), console.liveLine()).run(workload, load.timing());
        }
    }
}
