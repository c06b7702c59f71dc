package io.yizhan.bench.crowd;

import io.yizhan.bench.machine.CpuClock;
import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.LocalProcess;
import io.yizhan.bench.machine.ProcessUse;
import io.yizhan.bench.result.CrowdResult;
import io.yizhan.bench.result.CrowdResult.CrowdStep;
import io.yizhan.bench.result.CrowdResult.ProcessCost;
import io.yizhan.bench.result.CrowdResult.ProcessMemory;
import io.yizhan.bench.result.WaveResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lets a crowd grow step by step, looks at the processes after each, and then at all of it idle. */
public final class CrowdMeasurement {
    /** What a login leaves behind for a moment is not counted as what a connection holds. */
    private static final int SETTLE_SECONDS = 3;

    private final Crowd crowd;
    private final List<LocalProcess> processes;
    private final Consumer<String> progress;

    /** @param processes the parts of the cluster that are on this machine */
    public CrowdMeasurement(Crowd crowd, List<LocalProcess> processes, Consumer<String> progress) {
        this.crowd = crowd;
        this.processes = new ArrayList<>(processes);
        this.processes.add(LocalProcess.self());
        this.progress = progress;
    }

    /**
     * Runs. Blocks.
     *
     * @param sizes ascending
     * @param idleSeconds to look at the largest crowd while it does nothing; 0: not at all
     * @param cut whether all connections are cut in the end, and come back
     */
    public CrowdResult run(List<Integer> sizes, int idleSeconds, boolean cut) throws InterruptedException {
        Host host = Host.now();
        List<CrowdStep> steps = new ArrayList<>();
        for (int size : sizes) {
            progress.accept("Logging in up to " + size + " …");
            WaveResult logins = crowd.growTo(size);
            crowd.idle(SETTLE_SECONDS);
            steps.add(new CrowdStep(size, crowd.online(), logins, resident()));
        }
        Instant idleFrom = Instant.now();
        CpuClock clock = CpuClock.start(processes);
        crowd.idle(idleSeconds);
        List<ProcessUse> uses = idleSeconds == 0 ? List.of() : clock.read(0);
        Optional<WaveResult> returned = Optional.empty();
        if (cut) {
            progress.accept("Cutting all connections …");
            returned = Optional.of(crowd.cutAndReturn());
        }
        return new CrowdResult(host, steps, costs(steps, uses, idleSeconds), idleFrom, idleSeconds, returned);
    }

    private List<ProcessMemory> resident() {
        return processes.stream()
                .flatMap(process ->
                        process.residentBytes().stream().mapToObj(bytes -> new ProcessMemory(process.name(), bytes)))
                .toList();
    }

    private static List<ProcessCost> costs(List<CrowdStep> steps, List<ProcessUse> uses, int seconds) {
        return uses.stream()
                .map(use -> new ProcessCost(use.name(), use.cpuSeconds() / seconds, slope(steps, use.name())))
                .toList();
    }

    private static double slope(List<CrowdStep> steps, String process) {
        CrowdStep first = steps.get(0);
        CrowdStep last = steps.get(steps.size() - 1);
        int more = last.connections() - first.connections();
        return more <= 0 ? 0 : (double) (resident(last, process) - resident(first, process)) / more;
    }

    private static long resident(CrowdStep step, String process) {
        return step.resident().stream()
                .filter(memory -> memory.name().equals(process))
                .mapToLong(ProcessMemory::residentBytes)
                .findFirst()
                .orElse(0);
    }
}
