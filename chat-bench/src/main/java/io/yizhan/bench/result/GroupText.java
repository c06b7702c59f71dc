package io.yizhan.bench.result;

import io.yizhan.bench.machine.ProcessUse;
import io.yizhan.bench.result.GroupResult.Beside;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a load on a group showed, for people. */
public final class GroupText {
    private static final double MS = TimeUnit.MILLISECONDS.toMicros(1);

    private final StringBuilder text = new StringBuilder();

    private GroupText() {}

    public static String of(GroupResult result) {
        GroupText all = new GroupText();
        all.line(
                "group of %,d, %,d online, %,d messages/s of %d bytes, %.0f s",
                result.members(), result.online(), result.perSecond(), result.textBytes(), result.seconds());
        all.line("machine        %s", ResultText.of(result.host()));
        all.line(
                "delivered      %,10.0f/s, %,.0f for each second of CPU",
                result.deliveredPerSecond(), result.deliveredPerCpuSecond());
        all.times("send to ack", result.sendToAck());
        all.times("send to deliver", result.sendToDeliver());
        all.times("generator late", result.generatorLate());
        result.between()
                .ifPresent(use -> all.line(
                        "between workers %.3f frames and %,.0f bytes for each message",
                        result.framesPerMessage().orElse(0.0),
                        result.bytesPerMessage().orElse(0.0)));
        for (ProcessUse use : result.processes()) {
            all.line(
                    "%-15s%8.2f cores %10.1f CPU s per million deliveries",
                    use.name(), use.cpuSeconds() / result.seconds(), use.cpuSecondsPerMillion());
        }
        result.beside().ifPresent(all::beside);
        all.counts(result);
        return all.text.toString().stripTrailing();
    }

    private void beside(Beside beside) {
        line(
                "direct chats   %d pairs, %.0f/s",
                beside.alone().pairs(), beside.alone().ackedPerSecond());
        times("  alone", beside.alone().sendToDeliver());
        times("  beside it", beside.together().sendToDeliver());
    }

    private void times(String what, Percentiles of) {
        line(
                "%-15s p50 %.2f  p90 %.2f  p99 %.2f  max %.2f ms",
                what, of.p50() / MS, of.p90() / MS, of.p99() / MS, of.max() / MS);
    }

    private void counts(GroupResult result) {
        Counts counts = result.counts();
        line(
                "messages       %,d sent  %,d acknowledged  %,d delivered  %,d failed  %,d disconnects",
                counts.sent(), counts.acked(), counts.delivered(), counts.failed(), result.disconnects());
        line(
                "promises       %s: %,d lost  %,d doubled  %,d disordered",
                result.isClean() ? "kept" : "NOT KEPT", counts.lost(), counts.doubled(), counts.disordered());
        result.beside().ifPresent(this::countsBeside);
    }

    /** What else may be the reason that promises were not kept. */
    private void countsBeside(Beside beside) {
        unlessClean("warming up", beside.warmUp());
        unlessClean("chats alone", beside.alone().counts());
        unlessClean("chats beside", beside.together().counts());
    }

    private void unlessClean(String when, Counts counts) {
        if (!counts.isClean()) {
            line(
                    "  %-12s %,d failed  %,d lost  %,d doubled  %,d disordered",
                    when, counts.failed(), counts.lost(), counts.doubled(), counts.disordered());
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
