package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.identity.DeviceId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a lane has stored is told while it stores the next. */
class TellingTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 400, 100);
    private final World.Device bob = world.local(BOB, new DeviceId("tablet"));
    private final CompletableFuture<Void> registryAnswers = new CompletableFuture<>();

    @BeforeEach
    void start() {
        world.registry.answersAfter(registryAnswers);
        lanes.start();
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    private List<Long> shown() {
        bob.channel().runPendingTasks();
        return GroupScene.pushed(bob);
    }

    @Test
    void waitsForNoLookUp_toAcknowledgeWhatComesNext() {
        stored(lanes.send(toBob(1, "a")));
        stored(lanes.send(toBob(2, "b")));

        assertThat(shown()).isEmpty();
        registryAnswers.complete(null);
        await().untilAsserted(() -> assertThat(shown()).containsExactly(1L, 2L));
    }

    @Test
    void storesNoMore_whileFourBatchesAreNotTold() {
        for (int id = 1; id <= 4; id++) {
            stored(lanes.send(toBob(id, "a")));
        }
        CompletionStage<SendOutcome> fifth = lanes.send(toBob(5, "b"));
        CompletionStage<SendOutcome> sixth = lanes.send(toBob(6, "c"));

        await().during(Duration.ofMillis(50))
                .until(() -> !fifth.toCompletableFuture().isDone());
        assertThat(world.log.batches()).hasSize(4);

        registryAnswers.complete(null);
        stored(fifth);
        stored(sixth);
        await().untilAsserted(() -> assertThat(shown()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L));
        assertThat(world.log.batches()).as("what waited went together").hasSize(5);
    }

    @Test
    void tellsWhatIsStored_beforeItCloses() {
        stored(lanes.send(toBob(1, "a")));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(lanes::close);
        await().during(Duration.ofMillis(50)).until(() -> !closed.isDone());

        registryAnswers.complete(null);
        closed.join();
        assertThat(shown()).containsExactly(1L);
    }
}
