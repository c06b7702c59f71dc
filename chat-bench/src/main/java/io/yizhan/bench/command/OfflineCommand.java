package io.yizhan.bench.command;

import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.load.Fleet;
import io.yizhan.bench.load.OfflineMeasurement;
import io.yizhan.bench.result.Counts;
import io.yizhan.bench.result.OfflineResult;
import io.yizhan.bench.result.ResultText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench offline}. */
@Command(
        name = "offline",
        mixinStandardHelpOptions = true,
        description = "Stores messages for users who are away, then lets all of them log in at once and catch up.")
final class OfflineCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Mixin
    private TargetOptions target;

    @Mixin
    private JsonOption json;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private WindowOption closedLoop;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "pairs of users, one of whom is away (default: ${DEFAULT-VALUE})",
            defaultValue = "16")
    private int pairs;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "that wait for each (default: ${DEFAULT-VALUE})",
            defaultValue = "5000")
    private int messages;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "messages for each that are stored and caught up before, and do not count"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "0")
    private int warmUp;

    @Mixin
    private TextOption text;

    @Override
    public Integer call() throws Exception {
        try (Console console = new Console(target.commandLine());
                Target cluster = target.open(console, profile);
                Fleet fleet = Fleet.login(cluster.gates(), pairs)) {
            OfflineResult result = measure(console, new OfflineMeasurement(fleet, cluster.processes()));
            console.result(ResultText.of(result));
            json.write(result);
            profile.write(console, cluster, result.back(), result.drained());
            return result.isClean() ? 0 : BROKEN;
        }
    }

    private OfflineResult measure(Console console, OfflineMeasurement measurement) throws InterruptedException {
        Optional<Counts> before = warmUp == 0
                ? Optional.empty()
                : Optional.of(
                        run(console, measurement, warmUp, Optional.empty()).counts());
        return run(console, measurement, messages, before);
    }

    private OfflineResult run(Console console, OfflineMeasurement measurement, int each, Optional<Counts> before)
            throws InterruptedException {
        console.say("Storing " + pairs * each + " messages …");
        return measurement.run(new OfflineMeasurement.Waiting(each, closedLoop.window(), text.bytes()), before);
    }
}
