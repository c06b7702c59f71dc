package io.yizhan.bench.result;

import io.yizhan.bench.machine.ProcessUse;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The report as the tables of {@code docs/performance.md}. */
public final class ReportMarkdown {
    private static final double MS = TimeUnit.MILLISECONDS.toMicros(1);
    private static final double MIB = 1 << 20;

    private final StringBuilder text = new StringBuilder();

    private ReportMarkdown() {}

    public static String of(ReportResult report) {
        ReportMarkdown all = new ReportMarkdown();
        LoadResult saturation = report.saturation().load();
        all.line(
                "%s. %d pairs, %d bytes of text.",
                ResultText.of(saturation.host()), saturation.pairs(), saturation.parameter("textBytes"));
        all.loads(report);
        all.broker(report.saturation());
        all.processes(saturation);
        all.guard(report);
        return all.text.toString();
    }

    private void loads(ReportResult report) {
        line("");
        line(
                "| load | acknowledged/s | send to ack P50 | P99 | send to deliver P50 | P99 | messages in a batch: mean | P50 "
                        + "| P99 | max | numbering P50 | append P50 | whole batch P50 | lost, doubled, disordered, failed |");
        line("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        report.rates().forEach(rate -> load(rate, String.format(Locale.ROOT, "%,d/s", rate.parameter("perSecond"))));
        LoadResult saturation = report.saturation().load();
        load(saturation, "saturation, " + saturation.pairs() + " × " + saturation.parameter("window") + " under way");
    }

    private void load(LoadResult result, String name) {
        Counts counts = result.counts();
        String batches = result.batches()
                .map(seen -> String.format(
                        Locale.ROOT,
                        "%.1f | %d | %d | %d | %.1f ms | %.1f ms | %.1f ms",
                        seen.meanMessages(),
                        seen.messages().p50(),
                        seen.messages().p99(),
                        seen.messages().max(),
                        seen.numbering().p50() / MS,
                        seen.append().p50() / MS,
                        seen.whole().p50() / MS))
                .orElse("– | – | – | – | – | – | –");
        line(
                "| %s | %,.0f | %.1f ms | %.1f ms | %.1f ms | %.1f ms | %s | %d, %d, %d, %d |",
                name,
                result.ackedPerSecond(),
                result.sendToAck().p50() / MS,
                result.sendToAck().p99() / MS,
                result.sendToDeliver().p50() / MS,
                result.sendToDeliver().p99() / MS,
                batches,
                counts.lost(),
                counts.doubled(),
                counts.disordered(),
                counts.failed());
    }

    private void broker(SaturationResult saturation) {
        line("");
        line("| bare producer, the same batches | messages/s | append P50 | P99 | saturation is of it |");
        line("|---|---|---|---|---|");
        for (BareResult bare : saturation.bare()) {
            line(
                    "| %s | %,.0f | %.1f ms | %.1f ms | %.0f %% |",
                    bare.appenders() == 1 ? "one after the other" : bare.appenders() + " at once",
                    bare.messagesPerSecond(),
                    bare.append().p50() / MS,
                    bare.append().p99() / MS,
                    100 * saturation.ratioTo(bare));
        }
    }

    private void processes(LoadResult saturation) {
        line("");
        line("| at saturation | cores | CPU s per million messages | MiB resident |");
        line("|---|---|---|---|");
        for (ProcessUse use : saturation.processes()) {
            line(
                    "| %s | %.2f | %.0f | %.0f |",
                    use.name(),
                    use.cpuSeconds() / saturation.seconds(),
                    use.cpuSecondsPerMillion(),
                    use.residentBytes().orElse(0) / MIB);
        }
    }

    private void guard(ReportResult report) {
        line("");
        line("| one number from Redis | calls/s | Redis CPU for each |");
        line("|---|---|---|");
        for (GuardResult guard : report.guard()) {
            line("| %s | %,.0f | %.1f µs |", guard.call(), guard.callsPerSecond(), guard.redisMicros());
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
