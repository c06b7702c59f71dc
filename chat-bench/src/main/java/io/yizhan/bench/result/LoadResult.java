package io.yizhan.bench.result;

import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.ProcessUse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run showed. Times are microseconds.
 *
 * @param measuredFrom when the warm-up was over
 * @param warmUpSeconds before that
 * @param seconds for how long it was measured
 * @param counts of the whole run, warm-up included
 * @param disconnects connections that users lost meanwhile
 * @param ackedPerSecond acknowledgements that came within the measured time
 * @param sendToAck of the messages that were due within the measured time, like the next
 * @param sendToDeliver until the receiver's application had it
 * @param generatorLate of an open loop: by how much the generator was late to send
 * @param processes of this machine, the generator last
 * @param timeline second by second, warm-up included
 * @param returns users who left and came back meanwhile, where the workload has such
 * @param batches what the workers' lanes made of it, where they were recorded
 * @param tally what the middleware counted for all of it, warm-up included; empty where it was not asked
 * @param floor the same load against a bare relay, where that was asked for
 */
public record LoadResult(
        String workload,
        Map<String, Integer> parameters,
        int pairs,
        Host host,
        Instant measuredFrom,
        double warmUpSeconds,
        double seconds,
        Counts counts,
        long disconnects,
        double ackedPerSecond,
        double deliveredPerSecond,
        Percentiles sendToAck,
        Percentiles sendToDeliver,
        Optional<Percentiles> generatorLate,
        List<ProcessUse> processes,
        List<Second> timeline,
        Optional<Returns> returns,
        Optional<BatchStatistics> batches,
        Optional<Tally> tally,
        Optional<Floor> floor) {
    public LoadResult {
        processes = List.copyOf(processes);
        timeline = List.copyOf(timeline);
    }

    /** @throws IllegalArgumentException if the workload has none of that name */
    public int parameter(String name) {
        Integer value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The workload " + workload + " has no: " + name);
        }
        return value;
    }

    /** Whether every promise was kept, and everybody who left came back. */
    public boolean isClean() {
        return counts.isClean() && returns.stream().allMatch(visits -> visits.failed() == 0);
    }

    /** The first send. */
    public Instant begun() {
        return measuredFrom.minusNanos(nanos(warmUpSeconds));
    }

    public Instant measuredTo() {
        return measuredFrom.plusNanos(nanos(seconds));
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1_000_000_000L);
    }

    /** The same, with what the recordings say of its time. */
    public LoadResult with(BatchStatistics recorded) {
        return with(Optional.of(recorded), tally, floor);
    }

    /** The same, with what the middleware counted. */
    public LoadResult with(Tally counted) {
        return with(batches, Optional.of(counted), floor);
    }

    /** The same, beside a floor that was measured in the same run. */
    public LoadResult above(Floor measured) {
        return with(batches, tally, Optional.of(measured));
    }

    private LoadResult with(Optional<BatchStatistics> recorded, Optional<Tally> counted, Optional<Floor> below) {
        return new LoadResult(
                workload,
                parameters,
                pairs,
                host,
                measuredFrom,
                warmUpSeconds,
                seconds,
                counts,
                disconnects,
                ackedPerSecond,
                deliveredPerSecond,
                sendToAck,
                sendToDeliver,
                generatorLate,
                processes,
                timeline,
                returns,
                recorded,
                counted,
                below);
    }
}
