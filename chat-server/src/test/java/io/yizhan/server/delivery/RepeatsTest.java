package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.refused;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.SendResponse;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore.Range;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 100, 50);

    @BeforeEach
    void start() {
        lanes.start();
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    private List<Message> rows() {
        return world.store
                .read(new Range(ANN_BOB, 1, Long.MAX_VALUE, 100, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join()
                .messages();
    }

    private static SendResponse asFirst(SendResponse answer) {
        return answer.toBuilder().setDuplicate(false).build();
    }

    /** Sends while the log is away, until the worker gives up: numbered, not stored, nobody knows. */
    private void leavePending(long id) {
        world.log.fails();
        assertThat(refused(lanes.send(toBob(id, "text"))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        world.log.does(world::persist);
    }

    @Test
    void givesTheFirstAnswer_whenTheSameIdComesAgain() {
        SendResponse first = stored(lanes.send(toBob(1, "a")));
        world.clock.go(3_000);
        SendResponse again = stored(lanes.send(toBob(1, "a")));
        assertThat(first.getDuplicate()).isFalse();
        assertThat(again.getDuplicate()).isTrue();
        assertThat(asFirst(again)).isEqualTo(first);
        assertThat(rows()).hasSize(1);
    }

    @Test
    void makesOneMessage_whenTheSameIdComesTwiceInABatch() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        world.log.does(batch -> busy.thenCompose(free -> world.persist(batch)));
        lanes.send(toBob(1, "first"));
        await().until(() -> world.log.batches().size() == 1);
        List<CompletionStage<SendOutcome>> same =
                List.of(lanes.send(toBob(2, "a")), lanes.send(toBob(2, "a")), lanes.send(toBob(2, "a")));
        busy.complete(null);
        List<SendResponse> answers = same.stream().map(World::stored).toList();
        assertThat(answers).extracting(SendResponse::getDuplicate).containsExactly(false, true, true);
        assertThat(answers).extracting(RepeatsTest::asFirst).containsOnly(answers.get(0));
        assertThat(world.log.batches().get(1)).hasSize(1);
        assertThat(rows()).hasSize(2);
    }

    @Test
    void refusesTheSameIdWithOtherContent_alsoWithinABatch() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        world.log.does(batch -> busy.thenCompose(free -> world.persist(batch)));
        lanes.send(toBob(1, "first"));
        await().until(() -> world.log.batches().size() == 1);
        CompletionStage<SendOutcome> one = lanes.send(toBob(2, "a"));
        CompletionStage<SendOutcome> other = lanes.send(toBob(2, "b"));
        busy.complete(null);
        assertThat(stored(one).getSeq()).isEqualTo(2);
        assertThat(refused(other).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refused(lanes.send(toBob(2, "c"))).retryAfterMs()).isZero();
        assertThat(rows()).extracting(row -> row.getContent().getText()).containsExactly("first", "a");
    }

    @Test
    void takesTheSameIdOfAnotherDeviceAsAnotherMessage() {
        stored(lanes.send(toBob(1, "a")));
        SendResponse other = stored(lanes.send(new SendCommand(ANN, LAPTOP, new Recipient.User(BOB), 1, text("a"))));
        assertThat(other.getDuplicate()).isFalse();
        assertThat(other.getSeq()).isEqualTo(2);
    }

    @Test
    void storesAtTheSamePlace_whenTheFirstTriesFail() {
        CompletableFuture<Void> lost = CompletableFuture.failedFuture(new IllegalStateException("Timed out"));
        world.log.does(batch -> world.log.batches().size() < 4 ? lost : world.persist(batch));
        SendResponse answer = stored(lanes.send(toBob(1, "a")));
        assertThat(answer.getDuplicate()).isFalse();
        assertThat(world.log.batches()).hasSize(4);
        assertThat(world.log.records())
                .extracting(record -> record)
                .containsOnly(world.log.records().get(0));
        assertThat(rows()).extracting(Message::getSeq).containsExactly(answer.getSeq());
    }

    @Test
    void givesUpInTime_whenTheLogStaysAway() {
        long began = world.clock.nanos();
        world.log.fails();
        SendOutcome.Refused answer = refused(lanes.send(toBob(1, "a")));
        assertThat(answer.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(answer.retryAfterMs()).isPositive();
        assertThat(world.clock.nanos() - began).isBetween(8_000_000_000L, 8_100_000_000L);
        assertThat(world.log.batches()).hasSizeBetween(5, 50);
    }

    @Test
    void acknowledgesNothing_whenTheLogSaysStoredTooLate() {
        World.Device bob = world.local(BOB, LAPTOP);
        world.log.does(batch -> {
            world.clock.go(8_001);
            return world.persist(batch);
        });
        assertThat(refused(lanes.send(toBob(1, "a"))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        world.log.does(world::persist);
        stored(lanes.send(toBob(2, "b")));
        await().until(() -> !bob.written().isEmpty());
        assertThat(bob.written()).hasSize(1);
    }

    @Test
    void answersFromTheRow_whenThePlaceIsKeptButTheEndUnknown() {
        leavePending(1);
        SendResponse answer = stored(lanes.send(toBob(1, "text")));
        assertThat(answer.getSeq()).isEqualTo(1);
        assertThat(answer.getDuplicate()).isTrue();
        assertThat(rows()).extracting(Message::getMessageId).containsExactly(answer.getMessageId());
        assertThat(asFirst(stored(lanes.send(toBob(1, "text"))))).isEqualTo(asFirst(answer));
    }

    @Test
    void movesToAnotherNumber_whenThePlaceWasDeclaredEmpty() {
        leavePending(1);
        world.store.write(List.of(new LogRecord.Void(ANN_BOB, 1, 1)));
        SendResponse answer = stored(lanes.send(toBob(1, "text")));
        assertThat(answer.getSeq()).isEqualTo(2);
        assertThat(rows()).extracting(Message::getSeq).containsExactly(2L);
        assertThat(rows()).extracting(Message::getMessageId).containsExactly(answer.getMessageId());
        await().untilAsserted(() ->
                assertThat(asFirst(stored(lanes.send(toBob(1, "text"))))).isEqualTo(asFirst(answer)));
        assertThat(rows()).hasSize(1);
    }

    @Test
    void sharesTheFirstOutcome_whileTheDatabaseIsBehind_andHoldsNobodyUp() {
        leavePending(1);
        world.log.does(batch -> CompletableFuture.completedStage(null));
        CompletionStage<SendOutcome> one = lanes.send(toBob(1, "text"));
        await().until(() -> !world.log.batches().isEmpty());
        stored(lanes.send(toBob(2, "meanwhile")));
        int appended = world.log.batches().size();
        CompletionStage<SendOutcome> other = lanes.send(toBob(1, "text"));
        stored(lanes.send(toBob(3, "meanwhile")));
        assertThat(one.toCompletableFuture()).isNotDone();
        assertThat(other.toCompletableFuture()).isNotDone();
        assertThat(world.log.batches()).hasSize(appended + 1);
        world.store.write(world.log.records());
        assertThat(stored(one)).isEqualTo(stored(other));
        assertThat(rows()).hasSize(3);
    }

    @Test
    void saysUnavailable_whenTheRowDoesNotAppearInTime() {
        leavePending(1);
        world.log.does(batch -> CompletableFuture.completedStage(null));
        CompletionStage<SendOutcome> again = lanes.send(toBob(1, "text"));
        stored(lanes.send(toBob(2, "meanwhile")));
        world.clock.go(8_001);
        assertThat(refused(again).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void pushesARecoveredMessage() {
        World.Device bob = world.local(BOB, LAPTOP);
        leavePending(1);
        assertThat(bob.written()).isEmpty();
        stored(lanes.send(toBob(1, "text")));
        await().until(() -> !bob.written().isEmpty());
        assertThat(bob.written()).hasSize(1);
    }
}
