package io.yizhan.bench.command;

import io.yizhan.bench.load.LiveLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Where a command talks: results to standard output, how it goes to standard error. Thread-safe. */
final class Console implements AutoCloseable {
    private final PrintWriter out;
    private final PrintWriter err;
    private final List<Path> temporary = new ArrayList<>();

    Console(CommandLine line) {
        this.out = line.getOut();
        this.err = line.getErr();
    }

    /** How it goes. */
    synchronized void say(String line) {
        err.println(line);
        err.flush();
    }

    /** What came out of it. */
    synchronized void result(String text) {
        out.println(text);
        out.flush();
    }

    LiveLine liveLine() {
        return new LiveLine(err, System.console() != null);
    }

    /** A directory that is gone when this is closed. */
    synchronized Path temporaryDirectory() {
        try {
            Path directory = Files.createTempDirectory("yizhan-bench");
            temporary.add(directory);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory", e);
        }
    }

    @Override
    public synchronized void close() {
        temporary.forEach(this::delete);
        temporary.clear();
    }

    private void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            say("Could not remove a temporary directory (" + e + "): " + directory);
        }
    }
}
