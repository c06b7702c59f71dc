package io.yizhan.bench.command;

import io.yizhan.bench.cluster.EmbeddedTarget;
import io.yizhan.bench.cluster.ProgramTarget;
import io.yizhan.embedded.EmbeddedRocketMq;
import io.yizhan.quickstart.Progress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a cluster of the command's own is started. */
final class EmbeddedOptions {
    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "of an embedded cluster (default: ${DEFAULT-VALUE})",
            defaultValue = "1")
    private int workers;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "of an embedded cluster, kept; cleared before (default: a temporary directory)")
    private @Nullable Path data;

    @Option(
            names = "--worker-jvm",
            paramLabel = "OPTION",
            description = "of the virtual machines of embedded workers, or of the relay; may be given several times")
    private List<String> workerJvm = List.of();

    @Option(
            names = "--flush",
            paramLabel = "WHEN",
            description =
                    "when the broker of an embedded cluster answers: SYNC, after the message is on disk, or ASYNC,"
                            + " after it is in memory, which a power cut takes (default: ${DEFAULT-VALUE})",
            defaultValue = "SYNC")
    private EmbeddedRocketMq.Flush flush;

    @Option(
            names = "--registered",
            paramLabel = "N",
            description = "users of an embedded cluster beside those that the load needs, who do nothing (default:"
                    + " ${DEFAULT-VALUE})",
            defaultValue = "0")
    private int registered;

    EmbeddedTarget open(Console console) throws InterruptedException {
        return open(console, false);
    }

    /** @param profiled whether workers and gate record what they run */
    EmbeddedTarget open(Console console, boolean profiled) throws InterruptedException {
        console.say("Starting a cluster …");
        EmbeddedTarget cluster =
                EmbeddedTarget.start(home(console), workers, workerJvm, flush, profiled, new Progress(console::say));
        try {
            if (registered > 0) {
                cluster.makeUsers("registered-", registered);
            }
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** One worker without a cluster. */
    ProgramTarget openAlone(Console console) throws InterruptedException {
        console.say("Starting a worker …");
        return ProgramTarget.standalone(home(console), workerJvm);
    }

    /** No worker, but what passes on. */
    ProgramTarget openRelay(Console console) throws InterruptedException {
        return ProgramTarget.relay(home(console), workerJvm);
    }

    private Path home(Console console) {
        return data == null ? console.temporaryDirectory() : data;
    }
}
