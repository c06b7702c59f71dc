package io.yizhan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a process listens on, read from Linux's /proc. */
final class Listeners {

    private static final String LISTEN = "0A";
    private static final Set<String> LOOPBACK =
            Set.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

    private Listeners() {}

    /** Address and port in /proc's hexadecimal form. */
    static List<String> of(long pid) {
        Set<String> sockets = sockets(pid);
        return Stream.of("tcp", "tcp6")
                .map(table -> Path.of("/proc", Long.toString(pid), "net", table))
                .filter(Files::exists)
                .flatMap(Listeners::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[3].equals(LISTEN) && sockets.contains("socket:[" + columns[9] + "]"))
                .map(columns -> columns[1])
                .toList();
    }

    static List<String> outsideLoopback(long pid) {
        return of(pid).stream()
                .filter(address -> !LOOPBACK.contains(address.split(":")[0]))
                .toList();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read: " + table, e);
        }
    }

    private static Set<String> sockets(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.map(Listeners::target).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the descriptors of: " + pid, e);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}
