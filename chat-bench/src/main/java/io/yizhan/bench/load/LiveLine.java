package io.yizhan.bench.load;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Tells a person how a run goes: on a terminal one line that is written over, otherwise a line now and then. */
public final class LiveLine {
    private static final int QUIET_SECONDS = 5;
    private static final double MS = TimeUnit.MILLISECONDS.toMicros(1);

    private final PrintWriter out;
    private final boolean terminal;
    private int seconds;

    /** @param terminal whether {@code out} is one */
    public LiveLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Tells of the last second. */
    synchronized void second(long sinceNanos, Histogram acks, Histogram deliveries) {
        seconds++;
        if (!terminal && seconds % QUIET_SECONDS != 0) {
            return;
        }
        String line = String.format(
                Locale.ROOT,
                "  %4d s  %,9d/s acknowledged, p99 %,9.1f ms  %,9d/s delivered, p99 %,9.1f ms",
                TimeUnit.NANOSECONDS.toSeconds(sinceNanos),
                acks.getTotalCount(),
                acks.getValueAtPercentile(99) / MS,
                deliveries.getTotalCount(),
                deliveries.getValueAtPercentile(99) / MS);
        out.print(terminal ? "\r" + line : line + System.lineSeparator());
        out.flush();
    }

    synchronized void end() {
        if (terminal && seconds > 0) {
            out.println();
            out.flush();
        }
        seconds = 0;
    }
}
