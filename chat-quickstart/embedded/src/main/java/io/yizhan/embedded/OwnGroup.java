package io.yizhan.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Gives a child a process group of its own: Ctrl-C in a terminal reaches the whole group, and the middleware must not
 * die before the programs that use it have stopped.
 */
final class OwnGroup {

    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private OwnGroup() {}

    /** The same command under {@code setsid} where the system has it; the process id stays that of the command. */
    static List<String> command(List<String> command) {
        return PLACES.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .map(setsid -> Stream.concat(Stream.of(setsid.toString()), command.stream())
                        .toList())
                .orElse(command);
    }
}
