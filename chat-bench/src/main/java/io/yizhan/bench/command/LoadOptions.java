package io.yizhan.bench.command;

import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.load.Fleet;
import io.yizhan.bench.load.Measurement;
import io.yizhan.bench.load.Timing;
import io.yizhan.bench.load.Workload;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.Tally;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long, how large, and where the result goes; for all that send. */
final class LoadOptions {
    /** Said when the users are in and the first message is due. */
    static final String BEGUN = "Sending …";

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "pairs of users, one of whom writes to the other (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int pairs;

    @Mixin
    private TimingOptions time;

    @Mixin
    private TextOption text;

    @Mixin
    private OutputOptions output;

    int pairs() {
        return pairs;
    }

    int textBytes() {
        return text.bytes();
    }

    Timing timing() {
        return time.timing();
    }

    OutputOptions output() {
        return output;
    }

    JsonOption json() {
        return output.json();
    }

    /** Logs the users in. */
    Fleet login(Console console, Target cluster) throws InterruptedException {
        console.say("Logging in " + 2 * pairs + " users …");
        return Fleet.login(cluster.gates(), pairs);
    }

    /** Runs one workload with users of its own. */
    LoadResult measure(Console console, Target cluster, Workload workload) throws InterruptedException {
        return measure(console, cluster, workload, new BeginOption());
    }

    /** As above, from a given time on. */
    LoadResult measure(Console console, Target cluster, Workload workload, BeginOption begin)
            throws InterruptedException {
        try (Fleet fleet = login(console, cluster)) {
            Optional<Tally> before = cluster.tally();
            begin.await();
            console.say(BEGUN);
            LoadResult result = new Measurement(fleet, cluster.processes(), console.liveLine()).run(workload, timing());
            Optional<Tally> after = before.isPresent() ? cluster.tally() : Optional.empty();
            return after.map(counts -> result.with(counts.since(before.orElseThrow())))
                    .orElse(result);
        }
    }
}
