package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.RecallRequest;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.state.Positions.Position;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecallsTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(2, 100, 100);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StoredRecalls recalls =
            new StoredRecalls(world.ports(), lanes, World.RECALL_WINDOW, world.clock, timer);

    @BeforeEach
    void start() {
        lanes.start();
    }

    @AfterEach
    void close() {
        lanes.close();
        timer.shutdownNow();
    }

    private CompletionStage<Void> recall(UserId by, long seq) {
        return recalls.recall(
                by,
                RecallRequest.newBuilder()
                        .setConversationId(ANN_BOB.value())
                        .setSeq(seq)
                        .build());
    }

    private static void succeeds(CompletionStage<Void> recall) {
        recall.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static ErrorCode refusal(CompletionStage<Void> recall) {
        Throwable failure = catchThrowable(() -> succeeds(recall));
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(RequestRefused.class);
        return ((RequestRefused) failure.getCause()).code();
    }

    private List<Message> rows() {
        return world.store
                .read(new Range(ANN_BOB, 1, Long.MAX_VALUE, 1_000, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join()
                .messages();
    }

    private List<ContentType> types() {
        return rows().stream().map(message -> message.getContent().getType()).toList();
    }

    private static Stream<Message> pushed(World.Device device) {
        return device.written().stream()
                .filter(Frame::hasPush)
                .flatMap(frame -> frame.getPush().getMessagesList().stream());
    }

    @Test
    void emptiesTheMessage_andTellsEveryDeviceOfBoth() {
        List<World.Device> devices =
                List.of(world.local(ANN, PHONE), world.local(ANN, LAPTOP), world.local(BOB, PHONE));
        stored(lanes.send(toBob(1, "hello")));

        succeeds(recall(ANN, 1));

        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
        assertThat(rows().get(0).getContent())
                .isEqualTo(Content.newBuilder().setType(ContentType.RECALLED).build());
        Message notice = rows().get(1);
        assertThat(notice.getFromUserId()).isEqualTo(ANN.value());
        assertThat(notice.getFromDeviceId()).isEmpty();
        assertThat(notice.getClientMsgId()).isZero();
        assertThat(notice.getContent().getPropertiesMap())
                .containsOnly(
                        java.util.Map.entry("event", "recalled"),
                        java.util.Map.entry("recalled_seq", "1"),
                        java.util.Map.entry("user_id", "ann"));
        devices.forEach(device -> await().untilAsserted(() ->
                assertThat(pushed(device)).as(device.address().toString()).contains(notice)));
    }

    @Test
    void movesNoPosition_sinceEveryDeviceHasYetToReceiveIt() {
        stored(lanes.send(toBob(1, "hello")));

        succeeds(recall(ANN, 1));

        assertThat(world.positions
                        .find(ANN, List.of(ANN_BOB))
                        .toCompletableFuture()
                        .join()
                        .get(ANN_BOB)
                        .get(ANN))
                .isEqualTo(new Position(1, 1));
    }

    @Test
    void succeedsWithoutAnotherWord_whenItIsRecalledAgain() {
        stored(lanes.send(toBob(1, "hello")));
        succeeds(recall(ANN, 1));

        succeeds(recall(ANN, 1));
        world.clock.go(World.RECALL_WINDOW.toMillis() + 1);
        succeeds(recall(ANN, 1));

        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
    }

    @Test
    void tellsOnce_whenManyRecallItAtOnce() {
        stored(lanes.send(toBob(1, "hello")));

        Stream.generate(() -> recall(ANN, 1)).limit(20).toList().forEach(RecallsTest::succeeds);

        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
    }

    @Test
    void recallsEachOfSeveralMessages() {
        stored(lanes.send(toBob(1, "one")));
        stored(lanes.send(toBob(2, "two")));

        succeeds(recall(ANN, 2));
        succeeds(recall(ANN, 1));

        assertThat(types())
                .containsExactly(ContentType.RECALLED, ContentType.RECALLED, ContentType.SYSTEM, ContentType.SYSTEM);
    }

    @Test
    void refusesWhatTheProtocolRefuses() {
        stored(lanes.send(toBob(1, "hello")));

        assertThat(refusal(recall(BOB, 1))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(recall(new UserId("eve"), 1))).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(recall(ANN, 2))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(recall(ANN, 0))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(recall(ANN, -1))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(recalls.recall(ANN, RecallRequest.getDefaultInstance())))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        RecallRequest inGroup =
                RecallRequest.newBuilder().setConversationId("g:team").setSeq(1).build();
        assertThat(refusal(recalls.recall(ANN, inGroup))).isEqualTo(ErrorCode.NO_SUCH_GROUP);
        assertThat(types()).containsExactly(ContentType.TEXT);
    }

    @Test
    void refusesToRecallARecall() {
        stored(lanes.send(toBob(1, "hello")));
        succeeds(recall(ANN, 1));

        assertThat(refusal(recall(ANN, 2))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void saysTooLate_afterTheWindow() {
        stored(lanes.send(toBob(1, "hello")));

        world.clock.go(World.RECALL_WINDOW.toMillis());
        succeeds(recall(ANN, 1));
        stored(lanes.send(toBob(2, "again")));
        world.clock.go(World.RECALL_WINDOW.toMillis() + 1);

        assertThat(refusal(recall(ANN, 3))).isEqualTo(ErrorCode.TOO_LATE);
    }

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

    @Test
    void finishesWhatADeadWorkerBegan_whenItIsRecalledAgain() {
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
        world.log.does(world::persist);

        succeeds(recall(ANN, 1));

        assertThat(types()).containsExactly(ContentType.RECALLED, ContentType.SYSTEM);
        assertThat(rows()).extracting(Message::getSeq).containsExactly(1L, 2L);
    }

    @Test
    void tellsUnderAnotherNumber_whenItsOwnWasDeclaredEmpty() {
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

    @Test
    void recallsAMessageToOneself() {
        SendCommand toSelf = new SendCommand(ANN, PHONE, new Recipient.User(ANN), 1, text("note"));
        stored(lanes.send(toSelf));

        succeeds(recalls.recall(
                ANN,
                RecallRequest.newBuilder()
                        .setConversationId("d:ann:ann")
                        .setSeq(1)
                        .build()));
    }
}
