package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneBatchTest {
    private final World world = new World();

    @Test
    void isRecordedForEachBatch(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("lanes.jfr");
        int before;
        try (Recording recording = new Recording();
                Lanes lanes = world.lanes(1, 200, 100)) {
            recording.enable("yizhan.LaneBatch");
            recording.start();
            sendOneThenFive(lanes);
            lanes.close(); // every batch is through
            before = world.log.batches().size();
            recording.dump(file);
        }

        List<RecordedEvent> batches = RecordingFile.readAllEvents(file);
        assertThat(batches).hasSize(before);
        assertThat(batches).extracting(event -> event.getInt("messages")).containsExactly(1, 5);
        assertThat(batches).allSatisfy(event -> {
            assertThat(event.getLong("bytes")).isPositive();
            assertThat(event.getDuration("numbering")).isPositive();
            assertThat(event.getDuration("append")).isPositive();
            assertThat(event.getDuration()).isGreaterThanOrEqualTo(event.getDuration("append"));
        });
    }

    private void sendOneThenFive(Lanes lanes) {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        world.log.does(batch -> busy);
        lanes.start();
        CompletionStage<SendOutcome> first = lanes.send(toBob(1, "a"));
        await().until(() -> world.log.batches().size() == 1);
        List<CompletionStage<SendOutcome>> rest = LongStream.rangeClosed(2, 6)
                .mapToObj(id -> lanes.send(toBob(id, "b")))
                .toList();
        busy.complete(null);
        World.stored(first);
        rest.forEach(World::stored);
    }
}
