package io.yizhan.bench.result;

import io.yizhan.bench.machine.ProcessUse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Two results side by side, for people: each figure before, after, and how many times the one is the other. */
public final class ComparisonText {
    private static final double MS = TimeUnit.MILLISECONDS.toMicros(1);

    private final StringBuilder text = new StringBuilder();

    private ComparisonText() {}

    public static String of(LoadResult before, LoadResult after) {
        ComparisonText all = new ComparisonText();
        all.text.append(String.format(
                Locale.ROOT,
                "A: %s %s, %d pairs, %s%nB: %s %s, %d pairs, %s%n%-32s %14s %14s %8s%n",
                before.workload(),
                before.parameters(),
                before.pairs(),
                ResultText.of(before.host()),
                after.workload(),
                after.parameters(),
                after.pairs(),
                ResultText.of(after.host()),
                "",
                "A",
                "B",
                "B/A"));
        all.row("acknowledged/s", before.ackedPerSecond(), after.ackedPerSecond());
        all.row("delivered/s", before.deliveredPerSecond(), after.deliveredPerSecond());
        all.percentiles("send to ack", before.sendToAck(), after.sendToAck());
        all.percentiles("send to deliver", before.sendToDeliver(), after.sendToDeliver());
        all.processes(before.processes(), after.processes());
        all.promises(before.counts(), after.counts());
        return all.text.toString().stripTrailing();
    }

    private void percentiles(String what, Percentiles before, Percentiles after) {
        row(what + " p50, ms", before.p50() / MS, after.p50() / MS);
        row(what + " p99, ms", before.p99() / MS, after.p99() / MS);
        row(what + " p99.99, ms", before.p9999() / MS, after.p9999() / MS);
    }

    private void processes(List<ProcessUse> before, List<ProcessUse> after) {
        for (ProcessUse use : before) {
            Optional<ProcessUse> same = after.stream()
                    .filter(other -> other.name().equals(use.name()))
                    .findFirst();
            same.ifPresent(other ->
                    row(use.name() + ", CPU s per million", use.cpuSecondsPerMillion(), other.cpuSecondsPerMillion()));
        }
    }

    private void promises(Counts before, Counts after) {
        row("lost", before.lost(), after.lost());
        row("doubled", before.doubled(), after.doubled());
        row("disordered", before.disordered(), after.disordered());
        row("failed", before.failed(), after.failed());
    }

    private void row(String what, double before, double after) {
        String ratio = before == 0 ? "–" : String.format(Locale.ROOT, "%.3f", after / before);
        text.append(String.format(Locale.ROOT, "%-32s %,14.2f %,14.2f %8s%n", what, before, after, ratio));
    }
}
