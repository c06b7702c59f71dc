package io.yizhan.bench.load;

import io.yizhan.bench.machine.CpuClock;
import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.machine.ProcessUse;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.Returns;
import io.yizhan.bench.result.Second;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Runs workloads over a fleet, one after the other, and tells what was seen. Belongs to one thread. */
public final class Measurement {
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    /**
     * What is acknowledged is lost if it is not shown and nothing else was for so long; a lost push is noticed within
     * one heartbeat of 30 s, and a send is tried for 60 s.
     */
    private static final long QUIET_MS = 70_000;

    private final Fleet fleet;
    private final List<LocalProcess> processes;
    private final LiveLine live;
    private int runs;

    /** @param processes the parts of the cluster that are on this machine */
    public Measurement(Fleet fleet, List<LocalProcess> processes, LiveLine live) {
        this.fleet = fleet;
        this.processes = new ArrayList<>(processes);
        this.processes.add(LocalProcess.self());
        this.live = live;
    }

    /** Runs {@code workload}, and waits until all of it came to its end. */
    public LoadResult run(Workload workload, Timing timing) throws InterruptedException {
        Host host = Host.now();
        long disconnects = fleet.disconnects();
        Instant begun = Instant.now();
        fleet.gather(workload.groups());
        MeasuredWindow window = MeasuredWindow.startingAt(System.nanoTime(), timing.warmUp(), timing.measured());
        Run run = new Run("run" + ++runs, fleet, workload.partners(), window, workload.textBytes());
        Watch watch = new Watch(run);
        List<ProcessUse> uses;
        try {
            workload.send(run);
            uses = watch.uses();
            run.settle(QUIET_MS);
        } finally {
            watch.close();
        }
        return new LoadResult(
                workload.name(),
                workload.parameters(),
                fleet.pairs().size(),
                host,
                begun.plus(timing.warmUp()),
                seconds(timing.warmUp()),
                seconds(timing.measured()),
                run.counts(),
                fleet.disconnects() - disconnects,
                run.acks().finished() / seconds(timing.measured()),
                run.deliveries().finished() / seconds(timing.measured()),
                run.acks().measured(),
                run.deliveries().measured(),
                Optional.of(run.starts().measured()).filter(late -> late.count() > 0),
                uses,
                watch.timeline(),
                Optional.of(run.comingsAndGoings().counts()).filter(Returns::isAny),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / SECOND;
    }

    /** Looks on beside the run: once a second for the screen, and when the warm-up is over at the processes' clocks. */
    private final class Watch implements AutoCloseable {
        private final Run run;
        private final ScheduledExecutorService timer =
                Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "bench-watch"));
        private final List<Second> timeline = new CopyOnWriteArrayList<>();
        private volatile CpuClock clock = CpuClock.start(processes);

        Watch(Run run) {
            this.run = run;
            MeasuredWindow window = run.window();
            var unused = timer.schedule(
                    () -> clock = CpuClock.start(processes),
                    window.fromNanos() - System.nanoTime(),
                    TimeUnit.NANOSECONDS);
            var unusedToo = timer.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
        }

        private void look() {
            Histogram acks = run.acks().recent();
            Histogram deliveries = run.deliveries().recent();
            live.second(System.nanoTime() - run.window().beginNanos(), acks, deliveries);
            timeline.add(new Second(
                    timeline.size() + 1,
                    acks.getTotalCount(),
                    acks.getValueAtPercentile(MEDIAN),
                    acks.getValueAtPercentile(TAIL),
                    deliveries.getTotalCount(),
                    deliveries.getValueAtPercentile(MEDIAN),
                    deliveries.getValueAtPercentile(TAIL)));
        }

        /** The seconds until all came to its end. */
        List<Second> timeline() {
            return List.copyOf(timeline);
        }

        List<ProcessUse> uses() {
            return clock.read(run.acks().finished());
        }

        @Override
        public void close() {
            timer.shutdownNow();
            live.end();
        }
    }
}
