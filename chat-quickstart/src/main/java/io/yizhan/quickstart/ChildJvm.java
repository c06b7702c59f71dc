package io.yizhan.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program as a process of its own, on this process's class path; it ends when this process does. */
public final class ChildJvm implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(7);
    /**
     * For a run that keeps its classes for the next: 2 s on a machine that does nothing else, and over 40 s on a busy
     * one. Who gave up would have waited for nothing, and the next cluster would wait again.
     */
    private static final Duration ARCHIVING = Duration.ofMinutes(3);

    private static final int TAIL = 15;

    private final String name;
    private final Process process;
    private final Path log;
    private final ClassArchive archive;

    private ChildJvm(String name, Process process, Path log, ClassArchive archive) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.archive = archive;
    }

    /**
     * Starts it.
     *
     * @param name for messages and the log file
     * @param jvm options of the virtual machine
     * @param usual whether it needs nothing but what our jars hold, and does what it always does
     * @param logs directory for what it prints
     */
    public static ChildJvm start(
            String name, String mainClass, List<String> jvm, boolean usual, List<String> arguments, Path logs) {
        ClassArchive archive = ClassArchive.of(mainClass, usual);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(archive.options());
        command.addAll(List.of(ChildMain.class.getName(), mainClass));
        command.addAll(arguments);
        Path log = logs.resolve(name + ".log");
        try {
            Files.createDirectories(logs);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new ChildJvm(name, process, log, archive);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start a process: " + name, e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it printed. */
    public Path log() {
        return log;
    }

    /** The last lines of what it printed, for an error message. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
        } catch (IOException e) {
            return "(nothing can be read: " + log + ")";
        }
    }

    /** Ends it as {@code kill -9} does and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        await(GRACE);
    }

    /** Asks it to end (SIGTERM); does not wait. */
    public void terminate() {
        process.destroy();
    }

    /**
     * Waits until it has ended.
     *
     * @return its exit code
     * @throws IllegalStateException if it is still there after {@code limit}
     */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("Has not ended within " + limit + ": " + name);
        }
        return process.exitValue();
    }

    /** Asks it to end, waits, and kills it if it does not. */
    @Override
    public void close() {
        terminate();
        if (!await(archive.isMade() ? ARCHIVING : GRACE)) {
            kill();
        }
        archive.keep(process.exitValue());
    }

    private boolean await(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return false;
        }
    }
}
