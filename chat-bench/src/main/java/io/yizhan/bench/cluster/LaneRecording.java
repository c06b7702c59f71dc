package io.yizhan.bench.cluster;

import io.yizhan.bench.result.BatchStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** The batches of workers' lanes, out of their Flight Recorder files. Immutable. */
public final class LaneRecording {
    private static final String EVENT = "yizhan.LaneBatch";

    private final List<Batch> batches;

    private LaneRecording(List<Batch> batches) {
        this.batches = batches;
    }

    /**
     * Reads all recordings of a directory.
     *
     * @throws IllegalStateException if there is none
     */
    static LaneRecording read(Path directory) {
        List<Batch> batches = new ArrayList<>();
        try (Stream<Path> found = Files.list(directory)) {
            List<Path> files = found.filter(file -> file.toString().endsWith(".jfr"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IllegalStateException("The workers have left no recording: " + directory);
            }
            for (Path file : files) {
                read(file, batches);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A recording cannot be read: " + directory, e);
        }
        return new LaneRecording(batches);
    }

    private static void read(Path file, List<Batch> batches) throws IOException {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (event.getEventType().getName().equals(EVENT)) {
                    batches.add(Batch.of(event));
                }
            }
        }
    }

    /** The batches that began in this time. */
    public BatchStatistics between(Instant from, Instant to) {
        BatchStatistics.Builder statistics = new BatchStatistics.Builder();
        batches.stream()
                .filter(batch -> !batch.start().isBefore(from) && batch.start().isBefore(to))
                .forEach(batch -> statistics.add(
                        batch.messages(), batch.numberingNanos(), batch.appendNanos(), batch.wholeNanos()));
        return statistics.build();
    }

    private record Batch(Instant start, int messages, long numberingNanos, long appendNanos, long wholeNanos) {
        static Batch of(RecordedEvent event) {
            return new Batch(
                    event.getStartTime(),
                    event.getInt("messages"),
                    event.getDuration("numbering").toNanos(),
                    event.getDuration("append").toNanos(),
                    event.getDuration().toNanos());
        }
    }
}
