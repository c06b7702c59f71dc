package io.yizhan.bench.cluster;

import io.yizhan.bench.machine.LocalProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the processes of a cluster record with Flight Recorder until they end, and where it lies. */
final class Recordings {
    private static final String SETTINGS = "profile.jfc";

    private final Path directory;
    /** Empty if nothing but what lanes do is recorded. */
    private final Optional<Path> settings;

    private Recordings(Path directory, Optional<Path> settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /** @param profiled whether they also record what they run */
    static Recordings in(Path home, boolean profiled) {
        Path directory = home.resolve("recordings").toAbsolutePath();
        try {
            Files.createDirectories(directory);
            try (Stream<Path> left = Files.list(directory)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            return new Recordings(directory, profiled ? Optional.of(settings(directory)) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("No place for recordings: " + directory, e);
        }
    }

    private static Path settings(Path directory) throws IOException {
        Path file = directory.resolve(SETTINGS);
        try (InputStream in = Recordings.class.getResourceAsStream(SETTINGS)) {
            if (in == null) {
                throw new IllegalStateException("There are no such settings: " + SETTINGS);
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    /** Options for the virtual machine of a worker. */
    List<String> ofWorkers() {
        return settings.isPresent() ? ofGate() : List.of(start("none"));
    }

    /** Options for that of a gate. */
    List<String> ofGate() {
        return settings.map(file -> List.of(
                        start(file.toString()),
                        // a stack that is cut off lacks the thread's end of it
                        "-XX:FlightRecorderOptions=stackdepth=512"))
                .orElse(List.of());
    }

    /** A directory, since a file's name does not tell the processes apart. */
    private String start(String settingsName) {
        return "-XX:StartFlightRecording:settings=" + settingsName + ",dumponexit=true,filename=" + directory;
    }

    /** Of the workers, who must have ended. */
    LaneRecording lanes() {
        return LaneRecording.read(directory);
    }

    /** By the names of the processes, those that have left one; they must have ended. */
    Map<String, Path> of(List<LocalProcess> processes) {
        Map<String, Path> found = new TreeMap<>();
        for (Path file : files()) {
            processes.stream()
                    .filter(process -> file.getFileName().toString().contains("-pid-" + process.pid() + "-"))
                    .forEach(process -> found.put(process.name(), file));
        }
        return found;
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(".jfr")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Recordings cannot be found: " + directory, e);
        }
    }
}
