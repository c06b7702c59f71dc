package io.yizhan.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A process of this machine whose use of it is of interest.
 *
 * @param name for people
 */
public record LocalProcess(String name, long pid) {
    static final String GENERATOR = "generator";
    private static final long KIB = 1024;

    /** The load generator itself. */
    public static LocalProcess self() {
        return new LocalProcess(GENERATOR, ProcessHandle.current().pid());
    }

    /** What it has used since it began; empty if it has ended, or the platform does not tell. */
    public Optional<Duration> cpu() {
        return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
    }

    /** Bytes of memory that it occupies; empty where there is no {@code /proc}. */
    public OptionalLong residentBytes() {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kib -> Long.parseLong(kib) * KIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
