package io.yizhan.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
    @Test
    void writesWhatItKeeps_aLineForEachEvent(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("histories").resolve("run.jsonl");
        History kept;
        try (Recorder recorder = new Recorder(file, "run", 42)) {
            long op = recorder.nextOp();
            recorder.add(at -> new Event.Joined(at, "ann/phone", "CONSOLE"));
            recorder.add(at -> new Event.Invoked(at, op, "ann/phone", "bob"));
            recorder.add(at -> new Event.Acked(at, op, "d:ann:bob", (3L << 32) + 1, 77));
            recorder.add(at -> new Event.Shown(at, "bob/phone", "d:ann:bob", (3L << 32) + 1, 77, op));
            recorder.add(at -> new Event.Unknown(at, op, "closed"));
            kept = recorder.history();
        }

        assertThat(Files.readAllLines(file)).hasSize(6).first().asString().contains("\"seed\":42");
        assertThat(History.read(file)).isEqualTo(kept);
        assertThat(kept.events()).extracting(Event::at).isSorted();
    }

    @Test
    void namesASendInItsText() {
        assertThat(Ops.of(Ops.text(12))).isEqualTo(12);
        assertThat(Ops.of("hello")).isZero();
        assertThat(Ops.of("op x")).isZero();
    }
}
