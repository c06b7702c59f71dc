package io.yizhan.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers which process serves a directory and which one started it, so that the next start can end a server whose
 * starter died without stopping it. A process id alone proves nothing: start time and program must match too.
 */
final class PidFile {

    private static final Logger log = LoggerFactory.getLogger(PidFile.class);

    /** The system tells start times in hundredths of a second since a boot time that itself moves a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private static final long KILL_SECONDS = 5;

    private final Path file;

    PidFile(Path file) {
        this.file = file;
    }

    void write(ProcessHandle server, String program) {
        ProcessHandle owner = ProcessHandle.current();
        Properties properties = new Properties();
        properties.setProperty("pid", Long.toString(server.pid()));
        properties.setProperty("started", startOf(server).toString());
        properties.setProperty("program", program);
        properties.setProperty("owner", Long.toString(owner.pid()));
        properties.setProperty("ownerStarted", startOf(owner).toString());
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (Writer out = Files.newBufferedWriter(unfinished)) {
                properties.store(out, null);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write: " + file, e);
        }
    }

    /** Forgets the server; nothing happens when the file already names the next one. */
    void delete(long pid) {
        if (!Long.toString(pid).equals(read().getProperty("pid"))) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete: " + file, e);
        }
    }

    /**
     * Ends the server that the file names if its starter is gone.
     *
     * @throws EmbeddedStartException if the starter still lives: then the directory is in use
     */
    void endOrphan(String part) {
        Properties properties = read();
        Optional<ProcessHandle> server =
                running(properties, "pid", "started").filter(handle -> runs(handle, properties));
        if (server.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> owner = running(properties, "owner", "ownerStarted");
        if (owner.isPresent()) {
            throw new EmbeddedStartException(part + " cannot use a directory twice: " + file.getParent()
                    + " is in use by process " + server.get().pid() + ", which process "
                    + owner.get().pid() + " started");
        }
        log.warn(
                "{} was left behind by a process that is gone; ending it: process {}",
                part,
                server.get().pid());
        end(part, server.get());
    }

    private static void end(String part, ProcessHandle server) {
        server.destroyForcibly();
        try {
            server.onExit().orTimeout(KILL_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new EmbeddedStartException(part + " was left behind and cannot be ended: process " + server.pid(), e);
        }
    }

    private Properties read() {
        Properties properties = new Properties();
        if (!Files.exists(file)) {
            return properties;
        }
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read: " + file, e);
        }
        return properties;
    }

    private static Optional<ProcessHandle> running(Properties properties, String pidKey, String startKey) {
        String pid = properties.getProperty(pidKey);
        String started = properties.getProperty(startKey);
        if (pid == null || started == null) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(pid))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> Duration.between(startOf(handle), Instant.parse(started))
                                .abs()
                                .compareTo(TOLERANCE)
                        < 0);
    }

    private static boolean runs(ProcessHandle handle, Properties properties) {
        String program = properties.getProperty("program", "");
        return handle.info().command().map(command -> command.endsWith(program)).orElse(false);
    }

    private static Instant startOf(ProcessHandle handle) {
        return handle.info().startInstant().orElse(Instant.EPOCH);
    }
}
