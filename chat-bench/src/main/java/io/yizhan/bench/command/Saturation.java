package io.yizhan.bench.command;

import io.yizhan.bench.broker.BareProducer;
import io.yizhan.bench.broker.BenchLog;
import io.yizhan.bench.cluster.EmbeddedTarget;
import io.yizhan.bench.cluster.LaneRecording;
import io.yizhan.bench.result.BareResult;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.SaturationResult;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.config.ServerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets a bare producer append what the workers appended at saturation, to the same broker, when they have ended. */
final class Saturation {
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    private final EmbeddedTarget cluster;
    private final Console console;

    Saturation(EmbeddedTarget cluster, Console console) {
        this.cluster = cluster;
        this.console = console;
    }

    /**
     * Compares. Blocks.
     *
     * @param load measured at this cluster, whose workers have ended since
     * @param recording of its workers
     */
    SaturationResult compare(LoadResult load, LaneRecording recording, int textBytes) throws InterruptedException {
        LoadResult whole = load.with(recording.between(load.measuredFrom(), load.measuredTo()));
        ServerConfig settings = cluster.workerSettings();
        List<BareResult> bare = new ArrayList<>();
        try (MessageLog log = BenchLog.open(settings.rocketmq())) {
            BareProducer producer =
                    new BareProducer(log, whole.batches().orElseThrow().sizes(), load.pairs(), textBytes);
            for (int appenders : new int[] {1, settings.delivery().lanes()}) {
                console.say("Appending the same batches without a worker, at once: " + appenders + " …");
                bare.add(producer.run(appenders, WARM_UP, MEASURED));
            }
        }
        return new SaturationResult(whole, bare);
    }
}
