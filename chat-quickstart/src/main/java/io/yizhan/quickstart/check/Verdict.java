package io.yizhan.quickstart.check;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param run its name, with its seed
 * @param sent sends that were begun
 * @param acked of these, acknowledged
 * @param refused of these, refused for good
 * @param recovered neither, and yet stored
 */
public record Verdict(
        String run,
        long seed,
        int sent,
        int acked,
        int refused,
        int recovered,
        int shown,
        List<Breach> breaches,
        List<Recovery> recoveries) {
    private static final int SHOWN_BREACHES = 20;

    public Verdict {
        breaches = List.copyOf(breaches);
        recoveries = List.copyOf(recoveries);
    }

    /** Whether every promise was kept. */
    public boolean isClean() {
        return breaches.isEmpty();
    }

    public long count(Breach.Kind kind) {
        return breaches.stream().filter(breach -> breach.kind() == kind).count();
    }

    /** For people, several lines. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(
                "%s, seed %d: %d sent, %d acknowledged, %d shown, %d refused, %d recovered; %d lost, %d duplicated, %d reordered, %d unexpected%n"
                        .formatted(
                                run,
                                seed,
                                sent,
                                acked,
                                shown,
                                refused,
                                recovered,
                                count(Breach.Kind.LOST),
                                count(Breach.Kind.DUPLICATED),
                                count(Breach.Kind.REORDERED),
                                count(Breach.Kind.UNEXPECTED)));
        recoveries.forEach(recovery -> text.append("  ").append(recovery).append(System.lineSeparator()));
        if (!isClean()) {
            Map<Breach.Kind, Long> counts = breaches.stream()
                    .map(Breach::kind)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            text.append("  BREACHES ").append(counts).append(System.lineSeparator());
            breaches.stream()
                    .limit(SHOWN_BREACHES)
                    .forEach(breach -> text.append("    ")
                            .append(breach.kind())
                            .append(": ")
                            .append(breach.what())
                            .append(System.lineSeparator()));
        }
        return text.toString();
    }
}
