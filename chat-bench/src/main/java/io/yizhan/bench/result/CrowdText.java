package io.yizhan.bench.result;

import io.yizhan.bench.result.CrowdResult.CrowdStep;
import io.yizhan.bench.result.CrowdResult.ProcessCost;
import io.yizhan.bench.result.CrowdResult.ProcessMemory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What a crowd cost, for people. */
public final class CrowdText {
    private static final double MS = TimeUnit.MILLISECONDS.toMicros(1);
    private static final double MIB = 1 << 20;

    private final StringBuilder text = new StringBuilder();

    private CrowdText() {}

    public static String of(CrowdResult result) {
        CrowdText all = new CrowdText();
        all.line("machine        %s", ResultText.of(result.host()));
        result.steps().forEach(all::step);
        for (ProcessCost cost : result.idle()) {
            all.line(
                    "%-15s%8.3f of a core while idle, %,10.0f bytes for each connection",
                    cost.name(), cost.cores(), cost.bytesPerConnection());
        }
        result.returned().ifPresent(wave -> all.wave("all cut, back", wave));
        all.line("promises       %s", result.isClean() ? "kept" : "NOT KEPT");
        return all.text.toString().stripTrailing();
    }

    private void step(CrowdStep step) {
        line("%,d connections of %,d", step.connections(), step.wanted());
        wave("  logins", step.logins());
        line(
                "  resident     %s",
                step.resident().stream().map(CrowdText::memory).collect(Collectors.joining(", ")));
    }

    private static String memory(ProcessMemory memory) {
        return String.format(Locale.ROOT, "%s %.0f MiB", memory.name(), memory.residentBytes() / MIB);
    }

    private void wave(String what, WaveResult wave) {
        line(
                "%-15s%,d in %.1f s, %,.0f/s; p50 %.1f  p99 %.1f  max %.1f ms%s",
                what,
                wave.logins(),
                wave.seconds(),
                wave.perSecond(),
                wave.times().p50() / MS,
                wave.times().p99() / MS,
                wave.times().max() / MS,
                wave.isClean() ? "" : "; failed: " + wave.failures());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
