package io.yizhan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of one JVM's shared middleware; its name holds the process id, to know it when that JVM is gone. */
final class SharedDirectory {

    private static final Logger log = LoggerFactory.getLogger(SharedDirectory.class);
    private static final String PREFIX = "yizhan-middleware-";

    /** Longer than the servers of a killed JVM need to end. */
    private static final Duration SETTLED = Duration.ofMinutes(10);

    private final Path temporary;

    SharedDirectory(Path temporary) {
        this.temporary = temporary;
    }

    /** Makes one, and deletes those of JVMs that were killed: nearly 100 MB each. */
    Path make() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            all.forEach(SharedDirectory::deleteIfLeft);
        }
        return Files.createTempDirectory(
                temporary, PREFIX + ProcessHandle.current().pid() + "-");
    }

    private static void deleteIfLeft(Path directory) {
        try {
            Instant changed = Files.getLastModifiedTime(directory).toInstant();
            if (changed.isBefore(Instant.now().minus(SETTLED))
                    && !isInUse(directory.getFileName().toString())) {
                OwnFiles.deleteTree(directory);
            }
        } catch (IOException | UncheckedIOException e) {
            // Another user's, or another JVM deletes it right now; neither keeps this one from starting.
            log.debug("cannot delete: {}", directory, e);
        }
    }

    private static boolean isInUse(String name) {
        String pid = name.substring(PREFIX.length()).replaceFirst("-.*", "");
        // A name without a process id is not ours to judge.
        return !pid.matches("\\d{1,18}")
                || ProcessHandle.of(Long.parseLong(pid)).isPresent();
    }
}
