package io.yizhan.quickstart.check;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the history of one run, a line of JSON for each event, and keeps it. Safe from any thread; the order of calls
 * is the order of the history.
 */
public final class Recorder implements AutoCloseable {
    private final JsonMapper json = new JsonMapper();
    private final List<Event> events = new ArrayList<>();
    private final AtomicLong ops = new AtomicLong();
    private final long begun = System.nanoTime();
    private final BufferedWriter out;

    /**
     * Begins a history.
     *
     * @param file written anew, its directory too
     * @param seed what all choices of the run came from
     */
    public Recorder(Path file, String run, long seed) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            out = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not begin a history: " + file, e);
        }
        add(at -> new Event.Begun(at, run, seed));
    }

    /** A number that no other send of this run has. */
    public long nextOp() {
        return ops.incrementAndGet();
    }

    /** @param event made from the present time; must not block */
    public void add(LongFunction<Event> event) {
        synchronized (events) {
            Event now = event.apply(now());
            events.add(now);
            try {
                out.write(json.writeValueAsString(now));
                out.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException("Could not write a history", e);
            }
        }
    }

    /** Microseconds since the run began. */
    public long now() {
        return TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun);
    }

    /** How many events were recorded so far. */
    public int size() {
        synchronized (events) {
            return events.size();
        }
    }

    /** What was recorded since there were so many events. */
    public List<Event> since(int size) {
        synchronized (events) {
            return List.copyOf(events.subList(size, events.size()));
        }
    }

    /** What was recorded so far. */
    public History history() {
        synchronized (events) {
            return new History(events);
        }
    }

    /** The file is complete after this. */
    @Override
    public void close() {
        synchronized (events) {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException("Could not end a history", e);
            }
        }
    }
}
