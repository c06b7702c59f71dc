package io.yizhan.bench.command;

import io.yizhan.bench.cluster.EmbeddedTarget;
import io.yizhan.bench.cluster.LaneRecording;
import io.yizhan.bench.load.Fleet;
import io.yizhan.bench.load.Measurement;
import io.yizhan.bench.load.PairsWorkload;
import io.yizhan.bench.load.RateWorkload;
import io.yizhan.bench.load.Timing;
import io.yizhan.bench.load.Workload;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.GuardResult;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ReportMarkdown;
import io.yizhan.bench.result.ReportResult;
import io.yizhan.bench.result.SaturationResult;
import io.yizhan.bench.sequencer.GuardCost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench report}. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "All figures of docs/performance.md from one embedded cluster, as Markdown; takes some seven minutes.")
final class ReportCommand implements Callable<Integer> {
    private static final int BROKEN = 1;
    private static final Duration GUARD_TIME = Duration.ofSeconds(4);
    private static final int REDIS_CONNECTIONS = 8;
    private static final int REDIS_DEPTH = 16;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EmbeddedOptions own;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--rates",
            paramLabel = "N",
            split = ",",
            description = "messages a second (default: ${DEFAULT-VALUE})",
            defaultValue = "100,1000,5000")
    private List<Integer> rates;

    @Mixin
    private WindowOption closedLoop;

    @Option(
            names = "--heat",
            paramLabel = "S",
            description =
                    "first of all saturate it for so long: until its virtual machines have compiled what they run, half"
                            + " of a worker's CPU goes into that (default: ${DEFAULT-VALUE})",
            defaultValue = "90")
    private int heat;

    @Override
    public Integer call() throws Exception {
        try (Console console = new Console(spec.commandLine());
                EmbeddedTarget cluster = own.open(console)) {
            List<LoadResult> loads = loads(console, cluster);
            LaneRecording recording = cluster.recording();
            LoadResult heating = loads.remove(0);
            LoadResult saturated = loads.remove(loads.size() - 1);
            SaturationResult saturation =
                    new Saturation(cluster, console).compare(saturated, recording, load.textBytes());
            ReportResult report = new ReportResult(
                    loads.stream()
                            .map(rate -> rate.with(recording.between(rate.measuredFrom(), rate.measuredTo())))
                            .toList(),
                    saturation,
                    guard(console, cluster));
            console.result(ReportMarkdown.of(report));
            load.json().write(report);
            return report.isClean() && heating.isClean() ? 0 : BROKEN;
        }
    }

    /** What heats, the rates, then saturation. */
    private List<LoadResult> loads(Console console, EmbeddedTarget cluster) throws InterruptedException {
        List<Workload> workloads = new ArrayList<>();
        rates.forEach(rate -> workloads.add(new RateWorkload(rate, 1, load.textBytes())));
        workloads.add(new PairsWorkload(closedLoop.window(), load.textBytes()));
        try (Fleet fleet = load.login(console, cluster)) {
            Measurement measurement = new Measurement(fleet, cluster.processes(), console.liveLine());
            List<LoadResult> results = new ArrayList<>();
            console.say("Heating …");
            results.add(measurement.run(
                    new PairsWorkload(closedLoop.window(), load.textBytes()),
                    new Timing(Duration.ofSeconds(heat), Duration.ofSeconds(1))));
            for (Workload workload : workloads) {
                console.say(workload.name() + " " + workload.parameters());
                results.add(measurement.run(workload, load.timing()));
            }
            return results;
        }
    }

    private List<GuardResult> guard(Console console, EmbeddedTarget cluster) throws InterruptedException {
        console.say("Asking Redis for numbers …");
        Optional<LocalProcess> redis = cluster.processes().stream()
                .filter(process -> process.name().equals("Redis"))
                .findFirst();
        return new GuardCost(cluster.workerSettings().redis().uri(), redis, REDIS_CONNECTIONS, REDIS_DEPTH)
                .run(GUARD_TIME);
    }
}
