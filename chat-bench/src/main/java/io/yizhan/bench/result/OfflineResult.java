package io.yizhan.bench.result;

import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.ProcessUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How messages were stored for users who were away, and how fast they had them when all came at once.
 *
 * @param waiting messages that were acknowledged while the receivers were away
 * @param back when the first of them came
 * @param drainSeconds from the first login to the last message, logins included
 * @param counts of the whole run
 * @param warmUp of what was stored and caught up before, so that nothing is measured cold
 * @param processes while the receivers caught up
 */
public record OfflineResult(
        Host host,
        int pairs,
        long waiting,
        double storedPerSecond,
        Instant back,
        double drainSeconds,
        double drainedPerSecond,
        Counts counts,
        List<ProcessUse> processes,
        Optional<Counts> warmUp) {
    public OfflineResult {
        processes = List.copyOf(processes);
    }

    /** Whether nothing was lost, doubled, disordered or refused, in the warm-up neither. */
    public boolean isClean() {
        return counts.isClean() && warmUp.map(Counts::isClean).orElse(true);
    }

    /** When all had everything. */
    public Instant drained() {
        return back.plusMillis(Math.round(drainSeconds * 1_000));
    }
}
