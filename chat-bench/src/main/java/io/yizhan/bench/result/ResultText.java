package io.yizhan.bench.result;

import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.ProcessUse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Results for people, as lines of text. */
public final class ResultText {
    private static final double MS = TimeUnit.MILLISECONDS.toMicros(1);
    private static final double MIB = 1 << 20;
    /** Later than this it is the generator that is measured. */
    private static final long LATE_MICROS = TimeUnit.MILLISECONDS.toMicros(10);

    private static final double ALL_OF_A_CORE = 0.95;

    private final StringBuilder text = new StringBuilder();

    private ResultText() {}

    public static String of(LoadResult result) {
        ResultText all = new ResultText();
        all.line("%s %s, %d pairs, %.0f s", result.workload(), result.parameters(), result.pairs(), result.seconds());
        all.line("machine        %s", of(result.host()));
        all.line("acknowledged   %,10.0f/s", result.ackedPerSecond());
        all.line("delivered      %,10.0f/s", result.deliveredPerSecond());
        all.percentiles("send to ack", result.sendToAck());
        all.percentiles("send to deliver", result.sendToDeliver());
        result.generatorLate().ifPresent(late -> all.percentiles("generator late", late));
        result.floor().ifPresent(floor -> all.floor(result, floor));
        result.batches().ifPresent(all::batches);
        result.tally()
                .ifPresent(tally -> all.tally(tally, Math.max(1, result.counts().acked())));
        all.processes(result.processes());
        all.limits(result);
        result.returns().ifPresent(all::returns);
        all.counts(result.counts(), result.disconnects());
        return all.text.toString().stripTrailing();
    }

    public static String of(OfflineResult result) {
        ResultText all = new ResultText();
        all.line("offline, %d pairs", result.pairs());
        all.line("machine        %s", of(result.host()));
        all.line("stored         %,10.0f/s, %,d messages wait", result.storedPerSecond(), result.waiting());
        all.line("caught up      %,10.0f/s, in %.2f s", result.drainedPerSecond(), result.drainSeconds());
        all.processes(result.processes());
        all.counts(result.counts(), 0);
        result.warmUp().filter(before -> !before.isClean()).ifPresent(before -> {
            all.line("and before, while it warmed up:");
            all.counts(before, 0);
        });
        return all.text.toString().stripTrailing();
    }

    public static String of(SaturationResult result) {
        ResultText all = new ResultText();
        all.line("%s", of(result.load()));
        for (BareResult bare : result.bare()) {
            all.line(
                    "bare producer  %,10.0f/s with %d under way; this cluster: %.0f %% of it",
                    bare.messagesPerSecond(), bare.appenders(), 100 * result.ratioTo(bare));
            all.percentiles("append", bare.append());
        }
        return all.text.toString().stripTrailing();
    }

    public static String of(List<GuardResult> results) {
        ResultText all = new ResultText();
        for (GuardResult result : results) {
            all.line("%-45s %,10.0f/s %8.2f µs", result.call(), result.callsPerSecond(), result.redisMicros());
        }
        return all.text.toString().stripTrailing();
    }

    /** The machine in one line. */
    static String of(Host host) {
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %s, JDK %s, load average before: %.1f",
                host.cores(),
                host.processor(),
                host.system(),
                host.java(),
                host.loadAverage());
    }

    private void percentiles(String what, Percentiles of) {
        line(
                "%-15s p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  p99.99 %.2f  max %.2f ms",
                what, of.p50() / MS, of.p90() / MS, of.p99() / MS, of.p999() / MS, of.p9999() / MS, of.max() / MS);
    }

    private void floor(LoadResult result, Floor floor) {
        line(
                "floor, %-8s %,10.0f/s acknowledged; this is %.3f of it; send to ack p50 %.2f  p99 %.2f ms",
                floor.name(),
                floor.ackedPerSecond(),
                result.ackedPerSecond() / floor.ackedPerSecond(),
                floor.sendToAck().p50() / MS,
                floor.sendToAck().p99() / MS);
    }

    private void batches(BatchStatistics batches) {
        Percentiles sizes = batches.messages();
        line(
                "lane batches   %,d; messages: mean %.1f  p50 %d  p90 %d  p99 %d  max %d",
                sizes.count(), batches.meanMessages(), sizes.p50(), sizes.p90(), sizes.p99(), sizes.max());
        percentiles("numbering", batches.numbering());
        percentiles("append", batches.append());
        percentiles("whole batch", batches.whole());
    }

    private void returns(Returns visits) {
        line(
                "came back      %,d users, %,d of all after a while; they read %,d messages of history, %,d failed",
                visits.returned(), visits.missed(), visits.historyMessages(), visits.failed());
    }

    private void tally(Tally tally, double messages) {
        line(
                "each message   %.2f round trips, %.2f scripts and %.2f commands of Redis, %.2f rows written",
                tally.redisRoundTrips() / messages,
                tally.redisScripts() / messages,
                tally.redisCommands() / messages,
                tally.rows() / messages);
    }

    private void processes(List<ProcessUse> processes) {
        for (ProcessUse use : processes) {
            line(
                    "%-15s%8.1f CPU s %10.1f CPU s per million %8.0f MiB resident",
                    use.name(),
                    use.cpuSeconds(),
                    use.cpuSecondsPerMillion(),
                    use.residentBytes().orElse(0) / MIB);
        }
    }

    /** Whose limit was met, as far as it can be told from here. */
    private void limits(LoadResult result) {
        double generator = result.processes().stream()
                .filter(ProcessUse::isGenerator)
                .mapToDouble(ProcessUse::cpuSeconds)
                .sum();
        double all =
                result.processes().stream().mapToDouble(ProcessUse::cpuSeconds).sum();
        double cores = result.host().cores();
        line(
                "generator      %.2f of %.0f cores, %.0f %% of what all processes here used (%.2f cores)",
                generator / result.seconds(), cores, 100 * generator / Math.max(all, 1e-9), all / result.seconds());
        boolean late =
                result.generatorLate().filter(by -> by.p99() > LATE_MICROS).isPresent();
        if (late) {
            line("NOTE           The generator could not keep to its schedule; the latencies hold its own waits.");
        }
        if (generator / result.seconds() > ALL_OF_A_CORE) {
            line(
                    "NOTE           The generator used all of a core: where it has no more (--pin), it may be what was measured.");
        }
        if (generator > all / 2) {
            line(
                    "NOTE           The generator used more of the machine than the cluster: it may be what was measured.");
        }
    }

    private void counts(Counts counts, long disconnects) {
        line(
                "messages       %,d sent  %,d acknowledged  %,d delivered  %,d failed  %,d disconnects",
                counts.sent(), counts.acked(), counts.delivered(), counts.failed(), disconnects);
        line(
                "promises       %s: %,d lost  %,d doubled  %,d disordered",
                counts.isClean() ? "kept" : "NOT KEPT", counts.lost(), counts.doubled(), counts.disordered());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
