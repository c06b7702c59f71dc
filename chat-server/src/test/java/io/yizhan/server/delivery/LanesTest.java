package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.SELF;
import static io.yizhan.server.delivery.World.outcome;
import static io.yizhan.server.delivery.World.refused;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.SendResponse;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.delivery.CatchUp.Mark;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Positions.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final World world = new World();
    private Lanes lanes = world.lanes(2, 400, 100);

    @AfterEach
    void close() {
        lanes.close();
    }

    private List<CompletionStage<SendOutcome>> sendMany(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> lanes.send(toBob(id, "text " + id)))
                .toList();
    }

    @Test
    void numbersInTheOrderOfSending() {
        lanes.start();
        List<Long> seqs = sendMany(1, 100).stream()
                .map(World::stored)
                .map(SendResponse::getSeq)
                .toList();
        assertThat(seqs)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(world.log.records())
                .extracting(record -> ((LogRecord.Stored) record).message().getClientMsgId())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
    }

    @Test
    void answersWithWhatIsStored() {
        lanes.start();
        SendResponse answer = stored(lanes.send(toBob(5, "hello")));
        LogRecord.Stored record = (LogRecord.Stored) world.log.records().get(0);
        assertThat(record.message().getContent()).isEqualTo(text("hello"));
        assertThat(record.message().getFromUserId()).isEqualTo("ann");
        assertThat(record.message().getFromDeviceId()).isEqualTo("phone");
        assertThat(answer)
                .isEqualTo(SendResponse.newBuilder()
                        .setConversationId("d:ann:bob")
                        .setSeq(record.message().getSeq())
                        .setMessageId(record.message().getMessageId())
                        .setServerTimeMs(world.clock.epochMs())
                        .build());
    }

    @Test
    void takesAllThatWaitsAsOneBatch_whileTheLogIsBusy() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        world.log.does(batch -> busy);
        lanes.start();
        CompletionStage<SendOutcome> first = lanes.send(toBob(1, "a"));
        await().until(() -> world.log.batches().size() == 1);
        List<CompletionStage<SendOutcome>> rest = sendMany(2, 51);
        assertThat(first.toCompletableFuture()).isNotDone();
        busy.complete(null);
        rest.forEach(World::stored);
        assertThat(world.log.batches()).hasSize(2);
        assertThat(world.log.batches().get(1)).hasSize(50);
        assertThat(world.sequencer.asked()).hasSize(2);
        await().until(() -> world.registry.lookUps() == 2);
    }

    @Test
    void bringsAllOfOnePartOfTheLogOnOneWay() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        world.log.keepsAllTogether();
        world.log.does(batch -> busy);
        lanes.start();
        lanes.send(toBob(1, "a"));
        await().until(() -> world.log.batches().size() == 1);
        List<CompletionStage<SendOutcome>> others = LongStream.range(0, 10)
                .mapToObj(i -> lanes.send(
                        new SendCommand(ANN, PHONE, new Recipient.User(new UserId("user" + i)), 2 + i, text("b"))))
                .toList();
        busy.complete(null);
        others.forEach(World::stored);
        assertThat(world.log.batches()).hasSize(2);
        assertThat(world.log.batches().get(1)).hasSize(10);
    }

    @Test
    void cutsBatchesByCountAndBySize() {
        sendMany(1, 150);
        String large = "x".repeat(60_000);
        for (int i = 0; i < 40; i++) {
            lanes.send(new SendCommand(ANN, PHONE, new Recipient.User(BOB), 1_000 + i, text(large)));
        }
        lanes.start();
        await().until(() -> world.log.records().size() == 190);
        assertThat(world.log.batches()).allSatisfy(batch -> {
            assertThat(batch).hasSizeLessThanOrEqualTo(100);
            assertThat(batch.stream()
                            .mapToInt(record ->
                                    ((LogRecord.Stored) record).message().getSerializedSize())
                            .sum())
                    .isLessThan(1_100_000);
        });
    }

    @Test
    void refusesOverloaded_whenTheQueueIsFull() {
        lanes = world.lanes(1, 3, 10);
        List<CompletionStage<SendOutcome>> waiting = sendMany(1, 3);
        SendOutcome.Refused fourth = refused(lanes.send(toBob(4, "d")));
        assertThat(fourth.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(fourth.retryAfterMs()).isPositive();
        lanes.start();
        assertThat(waiting).extracting(World::stored).hasSize(3);
        assertThat(world.log.records()).hasSize(3);
    }

    @Test
    void entersTheConversation_beforeItsFirstNumber() {
        world.sequencer.away(true);
        lanes.start();
        assertThat(refused(lanes.send(toBob(1, "a"))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        for (UserId user : List.of(ANN, BOB)) {
            assertThat(world.index.list(user, 0, 0, 10).toCompletableFuture().join())
                    .extracting(activity -> activity.conversation())
                    .containsExactly(ANN_BOB);
        }
    }

    @Test
    void freshensTheConversation_withEachMessage() {
        lanes.start();
        stored(lanes.send(toBob(1, "a")));
        world.clock.go(60_000);
        stored(lanes.send(toBob(2, "b")));
        await().untilAsserted(() -> assertThat(world.index
                        .list(BOB, world.clock.epochMs(), 0, 10)
                        .toCompletableFuture()
                        .join())
                .hasSize(1));
    }

    @Test
    void leavesSomethingToNotice_shouldTheWorkerDieAfterTheStore() {
        lanes.start();
        stored(lanes.send(toBob(1, "a")));
        world.clock.go(60_000);
        CompletableFuture<Void> never = new CompletableFuture<>();
        world.log.does(batch -> never);
        lanes.send(toBob(2, "b"));
        await().until(() -> world.log.batches().size() == 2);
        StoredCatchUp catchUp = world.catchUp();
        Mark before = new Mark(catchUp.newest(BOB).toCompletableFuture().join().life(), world.clock.epochMs() - 1);
        assertThat(catchUp.news(BOB, before, 0).toCompletableFuture().join().heads())
                .extracting(head -> head.getHeadSeq())
                .containsExactly(2L);
        never.complete(null);
    }

    @Test
    void givesHigherIdsEverywhere_afterAConversationRaisedOne() {
        long ahead = new MessageIds(world.clock, () -> SELF).next() + (60_000L << NumberRequest.OWN_BITS);
        world.sequencer.allocate(
                List.of(new NumberRequest(ANN_BOB, BOB, PHONE, 1, 0, ahead, world.clock.epochMs(), false)));
        lanes.start();
        long raised = stored(lanes.send(toBob(1, "a"))).getMessageId();
        long elsewhere = stored(
                        lanes.send(new SendCommand(ANN, PHONE, new Recipient.User(new UserId("cid")), 2, text("b"))))
                .getMessageId();
        assertThat(raised).isGreaterThan(ahead);
        assertThat(elsewhere).isGreaterThan(raised);
    }

    @Test
    void movesThePositionsOfTheSenderOnly() {
        lanes.start();
        sendMany(1, 3).forEach(World::stored);
        await().untilAsserted(() -> assertThat(world.positions
                        .find(ANN, List.of(ANN_BOB))
                        .toCompletableFuture()
                        .join()
                        .get(ANN_BOB))
                .containsOnlyKeys(ANN)
                .containsEntry(ANN, new Position(3, 3)));
    }

    @Test
    void saysUnavailable_whenNoNumberCanBeHad_andStoresWhenItCan() {
        world.sequencer.away(true);
        lanes.start();
        SendOutcome.Refused answer = refused(lanes.send(toBob(1, "a")));
        assertThat(answer.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(answer.retryAfterMs()).isPositive();
        assertThat(world.log.records()).isEmpty();
        world.sequencer.away(false);
        assertThat(stored(lanes.send(toBob(1, "a"))).getDuplicate()).isFalse();
    }

    @Test
    void acknowledges_thoughTheRecipientsCannotBeLookedUp() {
        world.registry.away(true);
        lanes.start();
        List<CompletionStage<SendOutcome>> sends = sendMany(1, 10);
        assertThat(sends).allSatisfy(send -> assertThat(outcome(send)).isInstanceOf(SendOutcome.Stored.class));
    }

    @Test
    void answersWhatWaitsTooLong_thoughNoLaneComesToIt() {
        CompletionStage<SendOutcome> early = lanes.send(toBob(1, "a"));
        world.clock.go(5_000);
        CompletionStage<SendOutcome> late = lanes.send(toBob(2, "b"));
        world.clock.go(4_500);
        lanes.answerOverdue();
        assertThat(refused(early).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(late.toCompletableFuture()).isNotDone();
        lanes.start();
        assertThat(stored(late).getSeq()).isEqualTo(1);
        assertThat(world.log.records()).hasSize(1);
    }

    @Test
    void countsWhatARequestHadWaitedBefore() {
        CompletionStage<SendOutcome> send =
                lanes.send(new SendCommand(ANN, PHONE, new Recipient.User(BOB), 1, text("a"), Duration.ofSeconds(2)));
        world.clock.go(7_250);
        lanes.answerOverdue();
        assertThat(refused(send).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void finishesWhatWaits_whenClosing_andTakesNoMore() {
        List<CompletionStage<SendOutcome>> waiting = new ArrayList<>(sendMany(1, 150));
        lanes.start();
        lanes.close();
        assertThat(waiting).allSatisfy(send -> assertThat(outcome(send)).isInstanceOf(SendOutcome.Stored.class));
        assertThat(refused(lanes.send(toBob(999, "late"))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void keepsConversationsApart_butEachInOrder() {
        lanes.start();
        List<CompletionStage<SendOutcome>> all = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            for (int user = 0; user < 5; user++) {
                all.add(lanes.send(new SendCommand(
                        ANN, PHONE, new Recipient.User(new UserId("user" + user)), i * 10L + user, text("x"))));
            }
        }
        List<SendResponse> answers = all.stream().map(World::stored).toList();
        IntStream.range(0, 5)
                .forEach(user -> assertThat(answers.stream()
                                .filter(answer -> answer.getConversationId().equals("d:ann:user" + user))
                                .map(SendResponse::getSeq))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 20).boxed().toList()));
    }
}
