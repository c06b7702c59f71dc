package io.yizhan.bench.result;

import io.yizhan.bench.machine.Host;
import io.yizhan.bench.machine.ProcessUse;
import java.util.List;
import java.util.Locale;

/** A comparison of transports as Markdown. */
public final class TransportText {
    private TransportText() {}

    public static String markdown(Host host, List<TransportResult> results) {
        StringBuilder text = new StringBuilder(ResultText.of(host)).append('.');
        text.append("""


                | workers | transport | messages/s | frames for a message | bytes in a frame | bytes on connections for a \
                message | hand-over P50 | P99 | CPU s per million frames: workers | Redis | missing |
                |---|---|---|---|---|---|---|---|---|---|---|
                """);
        for (TransportResult result : results) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %s | %.0f | %.2f | %.0f | %.0f | %.2f ms | %.2f ms | %.0f | %.0f | %d |%n",
                    result.workers(),
                    result.transport(),
                    result.messagesPerSecond(),
                    result.framesPerMessage(),
                    result.bytesPerFrame(),
                    result.wireBytesPerMessage(),
                    result.handOver().p50() / 1e3,
                    result.handOver().p99() / 1e3,
                    cpu(result, "generator"),
                    cpu(result, "Redis"),
                    result.missing()));
        }
        return text.toString().stripTrailing();
    }

    private static double cpu(TransportResult result, String process) {
        return result.processes().stream()
                .filter(use -> use.name().equals(process))
                .mapToDouble(ProcessUse::cpuSecondsPerMillion)
                .sum();
    }
}
