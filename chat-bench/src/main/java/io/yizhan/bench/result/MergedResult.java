package io.yizhan.bench.result;

import io.yizhan.bench.machine.ProcessUse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What several generators showed that ran side by side, as if they had been one. Belongs to one thread. */
public final class MergedResult {
    private static final Set<String> OF_EACH = Set.of("perSecond", "groups");
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double MILLION = 1_000_000;

    private final List<LoadResult> parts;
    private final LoadResult first;
    private final Instant begun;
    private final Instant from;
    private final double seconds;

    private MergedResult(List<LoadResult> parts) {
        this.parts = parts;
        this.first = parts.get(0);
        this.begun =
                parts.stream().map(LoadResult::begun).min(Instant::compareTo).orElseThrow();
        this.from = parts.stream()
                .map(LoadResult::measuredFrom)
                .min(Instant::compareTo)
                .orElseThrow();
        Instant to = parts.stream()
                .map(LoadResult::measuredTo)
                .max(Instant::compareTo)
                .orElseThrow();
        this.seconds = Duration.between(from, to).toNanos() / SECOND;
    }

    /**
     * Counts and percentiles are exactly those of all messages. Rates are over the time from the first that began to
     * measure to the last that ended, so generators that were not at it together show less, never more.
     *
     * @param parts of one workload, at least one
     * @throws IllegalArgumentException for workloads that are not the same
     */
    public static LoadResult of(List<LoadResult> parts) {
        return new MergedResult(List.copyOf(parts)).merged();
    }

    private LoadResult merged() {
        return new LoadResult(
                first.workload(),
                parameters(),
                parts.stream().mapToInt(LoadResult::pairs).sum(),
                first.host(),
                from,
                Duration.between(begun, from).toNanos() / SECOND,
                seconds,
                parts.stream().map(LoadResult::counts).reduce(Counts.NONE, Counts::plus),
                parts.stream().mapToLong(LoadResult::disconnects).sum(),
                rate(LoadResult::ackedPerSecond),
                rate(LoadResult::deliveredPerSecond),
                percentiles(part -> Optional.of(part.sendToAck())).orElseThrow(),
                percentiles(part -> Optional.of(part.sendToDeliver())).orElseThrow(),
                percentiles(LoadResult::generatorLate),
                processes(),
                timeline(),
                parts.stream().flatMap(part -> part.returns().stream()).reduce(Returns::plus),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Map<String, Integer> parameters() {
        Map<String, Integer> all = new TreeMap<>(first.parameters());
        for (LoadResult part : parts.subList(1, parts.size())) {
            if (!part.workload().equals(first.workload())) {
                throw new IllegalArgumentException("Not of one workload: " + first.workload() + ", " + part.workload());
            }
            part.parameters().forEach((name, value) -> {
                if (OF_EACH.contains(name)) {
                    all.merge(name, value, Integer::sum);
                } else if (!value.equals(all.get(name))) {
                    throw new IllegalArgumentException(
                            "Not of one workload, " + name + ": " + all.get(name) + ", " + value);
                }
            });
        }
        return all;
    }

    private double rate(Function<LoadResult, Double> of) {
        return parts.stream()
                        .mapToDouble(part -> of.apply(part) * part.seconds())
                        .sum()
                / seconds;
    }

    private Optional<Percentiles> percentiles(Function<LoadResult, Optional<Percentiles>> of) {
        List<Percentiles> all =
                parts.stream().flatMap(part -> of.apply(part).stream()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Percentiles.merged(all));
    }

    /** Generators are several; others of one name are one, at which several looked. */
    private List<ProcessUse> processes() {
        Map<String, ProcessUse> all = new LinkedHashMap<>();
        parts.stream()
                .flatMap(part -> part.processes().stream())
                .forEach(use -> all.merge(use.name(), use, use.isGenerator() ? this::both : MergedResult::larger));
        double millions = rate(LoadResult::ackedPerSecond) * seconds / MILLION;
        List<ProcessUse> uses = new ArrayList<>();
        all.values()
                .forEach(use -> uses.add(new ProcessUse(
                        use.name(),
                        use.cpuSeconds(),
                        millions == 0 ? 0 : use.cpuSeconds() / millions,
                        use.residentBytes())));
        return uses;
    }

    private ProcessUse both(ProcessUse one, ProcessUse other) {
        return new ProcessUse(
                one.name(),
                one.cpuSeconds() + other.cpuSeconds(),
                0,
                OptionalLong.of(
                        one.residentBytes().orElse(0) + other.residentBytes().orElse(0)));
    }

    private static ProcessUse larger(ProcessUse one, ProcessUse other) {
        return one.cpuSeconds() >= other.cpuSeconds() ? one : other;
    }

    /** By the clock on the wall, which generators on several machines have to share. */
    private List<Second> timeline() {
        SortedMap<Integer, Second> all = new TreeMap<>();
        for (LoadResult part : parts) {
            int later = (int) Math.round(Duration.between(begun, part.begun()).toNanos() / SECOND);
            part.timeline().stream()
                    .map(second -> second.later(later))
                    .forEach(second -> all.merge(second.at(), second, Second::plus));
        }
        return List.copyOf(all.values());
    }
}
