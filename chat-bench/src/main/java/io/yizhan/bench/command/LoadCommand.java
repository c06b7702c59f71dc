package io.yizhan.bench.command;

import io.yizhan.bench.cluster.LaneRecording;
import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.load.Workload;
import io.yizhan.bench.result.Floor;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultText;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Runs one workload against a cluster: 0 if every promise was kept, 1 if not. */
abstract sealed class LoadCommand implements Callable<Integer> permits PairsCommand, RateCommand, MixedCommand {
    private static final int BROKEN = 1;

    @Mixin
    private TargetOptions target;

    @Mixin
    private LoadOptions load;

    @Mixin
    private BeginOption begin;

    @Mixin
    private ProfileOption profile;

    @Option(
            names = "--against",
            paramLabel = "relay",
            description = "first the same against a bare relay, which stores nothing: the floor of this machine")
    private @Nullable Against against;

    abstract Workload workload(int textBytes);

    @Override
    public final Integer call() throws Exception {
        Workload workload = workload(load.textBytes());
        Optional<Floor> floor = floor(workload);
        try (Console console = new Console(target.commandLine());
                Target cluster = target.open(console, profile)) {
            LoadResult result = load.measure(console, cluster, workload, begin);
            Optional<LaneRecording> recording = cluster.endWorkers();
            LoadResult whole = recording
                    .map(batches -> result.with(batches.between(result.measuredFrom(), result.measuredTo())))
                    .orElse(result);
            LoadResult compared = floor.map(whole::above).orElse(whole);
            console.result(ResultText.of(compared));
            load.output().write(compared);
            profile.write(console, cluster, result.measuredFrom(), result.measuredTo());
            return compared.isClean() ? 0 : BROKEN;
        }
    }

    private Optional<Floor> floor(Workload workload) throws InterruptedException {
        if (against == null) {
            return Optional.empty();
        }
        if (workload.groups() > 0) {
            throw new ParameterException(target.commandLine(), "A relay has no groups, and stores nothing");
        }
        try (Console console = new Console(target.commandLine());
                Target relay = target.openRelay(console)) {
            console.say("Against the relay …");
            return Optional.of(Floor.of("relay", load.measure(console, relay, workload)));
        }
    }

    /** What a result can be compared with. */
    enum Against {
        RELAY
    }
}
