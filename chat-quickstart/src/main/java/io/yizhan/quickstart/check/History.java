package io.yizhan.quickstart.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What was observed in a run, in that order. */
public record History(List<Event> events) {
    public History {
        events = List.copyOf(events);
    }

    /** Reads what a {@link Recorder} wrote. */
    public static History read(Path file) throws IOException {
        JsonMapper json = new JsonMapper();
        return new History(Files.readAllLines(file).stream()
                .map(line -> json.readValue(line, Event.class))
                .toList());
    }
}
