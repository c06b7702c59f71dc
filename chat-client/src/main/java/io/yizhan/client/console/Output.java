package io.yizhan.client.console;

import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;

/** Where events are shown. Thread-safe when the lines' consumer is. */
interface Output {
    void show(ConsoleEvent event);

    /** For people. */
    static Output text(Consumer<String> lines) {
        return event -> lines.accept(SafeText.line(event.text()));
    }

    /** For programs: one JSON object a line. */
    static Output json(Consumer<String> lines) {
        JsonMapper mapper = JsonMapper.builder().build();
        return event -> lines.accept(mapper.writeValueAsString(event.json()));
    }
}
