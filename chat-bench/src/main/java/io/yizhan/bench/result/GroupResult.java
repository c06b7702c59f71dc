package io.yizhan.bench.result;

import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.ProcessUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one load on a group showed. Times are microseconds.
 *
 * @param measuredFrom when the warm-up was over
 * @param members of the group, those who speak left out
 * @param online of these; each message is followed to each of them
 * @param perSecond messages a second that were due
 * @param counts of the whole run, warm-up included; delivered, lost, doubled and disordered over all receivers
 * @param disconnects receivers whose connection ended; they do not come back, and what they did not get is lost
 * @param between what went between the workers for all of it; empty where nobody tells
 * @param processes what they used for each million of deliveries
 * @param beside what others noticed; empty if there were none
 */
public record GroupResult(
        Host host,
        Instant measuredFrom,
        int members,
        int online,
        int perSecond,
        int textBytes,
        double seconds,
        Counts counts,
        long disconnects,
        double deliveredPerSecond,
        Percentiles sendToAck,
        Percentiles sendToDeliver,
        Percentiles generatorLate,
        Optional<PeerUse> between,
        List<ProcessUse> processes,
        Optional<Beside> beside) {
    public GroupResult {
        processes = List.copyOf(processes);
    }

    public GroupResult beside(Beside others) {
        return new GroupResult(
                host,
                measuredFrom,
                members,
                online,
                perSecond,
                textBytes,
                seconds,
                counts,
                disconnects,
                deliveredPerSecond,
                sendToAck,
                sendToDeliver,
                generatorLate,
                between,
                processes,
                Optional.of(others));
    }

    public Instant measuredTo() {
        return measuredFrom.plusMillis(Math.round(seconds * 1_000));
    }

    /** Whether every promise was kept, also to those beside. */
    public boolean isClean() {
        return counts.isClean() && beside.filter(others -> !others.isClean()).isEmpty();
    }

    /** Deliveries for each second of CPU of all that serves, as far as it is on this machine. */
    public double deliveredPerCpuSecond() {
        double cpu = processes.stream()
                .filter(use -> !use.isGenerator())
                .mapToDouble(ProcessUse::cpuSeconds)
                .sum();
        return cpu == 0 ? 0 : deliveredPerSecond * seconds / cpu;
    }

    /** Over all links. */
    public Optional<Double> framesPerMessage() {
        return between.map(use -> (double) use.frames() / Math.max(1, counts.acked()));
    }

    public Optional<Double> bytesPerMessage() {
        return between.map(use -> (double) use.bytes() / Math.max(1, counts.acked()));
    }

    /**
     * The same direct chats twice: alone, and beside the group.
     *
     * @param warmUp of the group, before both
     */
    public record Beside(Counts warmUp, LoadResult alone, LoadResult together) {
        boolean isClean() {
            return warmUp.isClean()
                    && alone.counts().isClean()
                    && together.counts().isClean();
        }
    }
}
