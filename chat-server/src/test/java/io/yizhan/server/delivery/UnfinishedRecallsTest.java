package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.RecallRequest;
import io.yizhan.server.archive.LogRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Recalls while the row, the notice or the memory of the message is missing. */
class UnfinishedRecallsTest extends RecallsFixture {
    @Test
    void waitsForTheRow_whileTheMessageIsOnlyInTheLog() {
        world.log.does(batch -> CompletableFuture.completedStage(null));
        stored(lanes.send(toBob(1, "hello")));

        CompletionStage<Void> recall = recall(ANN, 1);
        assertThat(recall.toCompletableFuture()).isNotDone();
        world.log.does(world::persist);
        world.store.write(world.log.records());

        succeeds(recall);
        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
    }

    @Test
    void saysUnavailable_whenTheRowDoesNotAppearInTime() {
        world.log.does(batch -> CompletableFuture.completedStage(null));
        stored(lanes.send(toBob(1, "hello")));

        CompletionStage<Void> recall = recall(ANN, 1);
        world.clock.go(6_000);

        assertThat(refusal(recall)).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void succeeds_whenAnEarlierRecallIsStillOnItsWayToTheRow() {
        stored(lanes.send(toBob(1, "hello")));
        world.log.does(batch -> CompletableFuture.completedStage(null));
        CompletionStage<Void> first = recall(ANN, 1);
        await().until(() -> world.log.records().size() == 2);
        world.clock.go(World.RECALL_WINDOW.toMillis() + 1);

        CompletionStage<Void> late = recall(ANN, 1);
        assertThat(late.toCompletableFuture()).isNotDone();
        world.store.write(world.log.records());

        succeeds(first);
        succeeds(late);
        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
    }

    private void recallThatOnlyGetsANumber() {
        stored(lanes.send(toBob(1, "hello")));
        world.log.does(batch -> CompletableFuture.failedStage(new IllegalStateException("The broker is away")));
        CompletionStage<Void> first = recall(ANN, 1);
        await().untilAsserted(() -> assertThat(world.sequencer
                        .heads(List.of(ANN_BOB))
                        .toCompletableFuture()
                        .join())
                .containsEntry(ANN_BOB, 2L));
        world.clock.go(9_000);
        assertThat(refusal(first)).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void finishesWhatADeadWorkerBegan_whenItIsRecalledAgain() {
        recallThatOnlyGetsANumber();
        world.log.does(world::persist);

        succeeds(recall(ANN, 1));

        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
        assertThat(rows()).extracting(Message::getSeq).containsExactly(1L, 2L);
    }

    @Test
    void tellsUnderAnotherNumber_whenItsOwnWasDeclaredEmpty() {
        recallThatOnlyGetsANumber();
        world.store.write(List.of(new LogRecord.Void(ANN_BOB, 2, 2)));
        world.log.does(world::persist);

        succeeds(recall(ANN, 1));

        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
        assertThat(rows()).extracting(Message::getSeq).containsExactly(1L, 3L);
    }

    @Test
    void succeedsOnTheRow_whenTheSequencerHasForgottenAll() {
        stored(lanes.send(toBob(1, "hello")));
        World after = new World();
        after.numbers.loseMemory();
        after.store.write(world.log.records());
        Lanes again = after.lanes(1, 100, 100);
        again.start();

        succeeds(new StoredRecalls(after.ports(), again, World.RECALL_WINDOW, after.clock, timer)
                .recall(
                        ANN,
                        RecallRequest.newBuilder()
                                .setConversationId(ANN_BOB.value())
                                .setSeq(1)
                                .build()));

        again.close();
    }
}
