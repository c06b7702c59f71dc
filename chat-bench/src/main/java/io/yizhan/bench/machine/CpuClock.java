package io.yizhan.bench.machine;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads what processes have used of the CPU, from one moment to another. */
public final class CpuClock {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLION = 1_000_000;

    private final Map<LocalProcess, Duration> begun = new LinkedHashMap<>();

    private CpuClock() {}

    /** Begins now; processes that do not tell are left out. */
    public static CpuClock start(List<LocalProcess> processes) {
        CpuClock clock = new CpuClock();
        processes.forEach(process -> process.cpu().ifPresent(cpu -> clock.begun.put(process, cpu)));
        return clock;
    }

    /** What was used since, by those that still run, for so many messages. */
    public List<ProcessUse> read(long messages) {
        return begun.entrySet().stream()
                .flatMap(entry -> entry.getKey().cpu().stream()
                        .map(now -> use(entry.getKey(), now.minus(entry.getValue()), messages)))
                .toList();
    }

    private static ProcessUse use(LocalProcess process, Duration used, long messages) {
        double seconds = used.toNanos() / SECOND;
        return new ProcessUse(
                process.name(), seconds, messages == 0 ? 0 : seconds / messages * MILLION, process.residentBytes());
    }
}
