package io.yizhan.bench.load;

import io.yizhan.bench.machine.CpuClock;
import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.result.Counts;
import io.yizhan.bench.result.OfflineResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stores messages for users who are away, then lets all of them come at once and catch up. Belongs to one thread. */
public final class OfflineMeasurement {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LOGIN_SECONDS = 120;
    /** As a run waits for what is still under way. */
    private static final long QUIET_MS = 70_000;

    private final Fleet fleet;
    private final List<LocalProcess> processes;
    private int runs;

    /** @param processes the parts of the cluster that are on this machine */
    public OfflineMeasurement(Fleet fleet, List<LocalProcess> processes) {
        this.fleet = fleet;
        this.processes = new ArrayList<>(processes);
        this.processes.add(LocalProcess.self());
    }

    /**
     * What waits.
     *
     * @param perPair messages for each receiver
     * @param window under way for each pair while they are stored
     */
    public record Waiting(int perPair, int window, int textBytes) {}

    /**
     * Runs; again, if it is called again. Blocks.
     *
     * @param warmUp of the run before, if that is what it was for
     * @throws FleetException if the receivers do not get in again
     */
    public OfflineResult run(Waiting load, Optional<Counts> warmUp) throws InterruptedException {
        Host host = Host.now();
        fleet.receiversLeave();
        MeasuredWindow always = MeasuredWindow.startingAt(System.nanoTime(), Duration.ZERO, Duration.ofDays(1));
        Run run = new Run("offline" + ++runs, fleet, 1, always, load.textBytes());
        long begun = System.nanoTime();
        store(run, load.perPair(), load.window());
        run.awaitAnswers(QUIET_MS);
        double stored = (System.nanoTime() - begun) / SECOND;
        Counts waiting = run.counts();
        CpuClock clock = CpuClock.start(processes);
        Instant backAt = Instant.now();
        long back = System.nanoTime();
        logIn();
        run.settle(QUIET_MS);
        double drained = (System.nanoTime() - back) / SECOND;
        Counts counts = run.counts();
        return new OfflineResult(
                host,
                run.pairs(),
                waiting.acked(),
                waiting.acked() / stored,
                backAt,
                drained,
                counts.delivered() / drained,
                counts,
                clock.read(counts.delivered()),
                warmUp);
    }

    private static void store(Run run, int perPair, int window) {
        for (int pair = 0; pair < run.pairs(); pair++) {
            for (int place = 0; place < Math.min(window, perPair); place++) {
                sendNext(run, pair, place, perPair, window);
            }
        }
    }

    /** One of the places of a window: sends its message, and {@code window} further on the next. */
    private static void sendNext(Run run, int pair, int number, int perPair, int window) {
        if (number < perPair) {
            run.send(pair, System.nanoTime(), () -> sendNext(run, pair, number + window, perPair, window));
        }
    }

    private void logIn() throws InterruptedException {
        try {
            fleet.receiversReturn().get(LOGIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("The receivers did not get in again: " + e.getMessage(), e);
        }
    }
}
