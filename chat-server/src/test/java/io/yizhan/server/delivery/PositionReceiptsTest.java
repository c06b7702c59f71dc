package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Position;
import chat.v2.Receipt;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Records;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Stages;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionReceiptsTest {
    private final World world = new World();
    private final ReceiptPacer pacer = new ReceiptPacer(world.registry, world.locator, world.clock);
    private final PositionReceipts receipts = new PositionReceipts(world.ports(), pacer);
    private final World.Device acting = world.local(BOB, PHONE);
    private final World.Device laptop = world.local(BOB, LAPTOP);
    private final World.Device ann = world.local(ANN, PHONE);

    @BeforeEach
    void start() {
        pacer.start();
        number(ANN_BOB, 10);
        number(ConversationId.direct(BOB, BOB), 3);
    }

    @AfterEach
    void close() {
        pacer.close();
    }

    private void number(ConversationId conversation, int count) {
        for (long id = 1; id <= count; id++) {
            world.sequencer.allocate(List.of(
                    new NumberRequest(conversation, ANN, PHONE, id, id, id << 22, world.clock.epochMs(), false)));
        }
    }

    private static Position at(String conversation, long seq) {
        return Position.newBuilder().setConversationId(conversation).setSeq(seq).build();
    }

    private void delivered(long seq) {
        receipts.delivered(acting.address(), List.of(at("d:ann:bob", seq)), false)
                .toCompletableFuture()
                .join();
    }

    private static List<Receipt> told(World.Device device) {
        return device.written().stream().map(Frame::getReceipt).toList();
    }

    private static Receipt receipt(long delivered, long read) {
        return Receipt.newBuilder()
                .setConversationId("d:ann:bob")
                .setUserId("bob")
                .setDeliveredSeq(delivered)
                .setReadSeq(read)
                .build();
    }

    private static ErrorCode refusal(CompletionStage<Void> stage) {
        Throwable failure = catchThrowable(() -> stage.toCompletableFuture().join());
        assertThat(failure).hasCauseInstanceOf(RequestRefused.class);
        return ((RequestRefused) failure.getCause()).code();
    }

    @Test
    void tellsTheOtherSideAndTheOwnOtherDevices_notTheActingOne() {
        delivered(4);
        await().until(() -> !told(ann).isEmpty() && !told(laptop).isEmpty());
        assertThat(told(ann)).containsExactly(receipt(4, 0));
        assertThat(told(laptop)).containsExactly(receipt(4, 0));
        assertThat(told(acting)).isEmpty();
    }

    @Test
    void movesBothPositions_whenRead() {
        receipts.read(acting.address(), List.of(at("d:ann:bob", 6)))
                .toCompletableFuture()
                .join();
        await().until(() -> !told(ann).isEmpty());
        assertThat(told(ann)).containsExactly(receipt(6, 6));
    }

    @Test
    void asksToTryAgain_whereNumbersAreForgottenThatAreNotWrittenYet() throws Exception {
        world.numbers.loseMemory();

        assertThat(refusal(receipts.delivered(acting.address(), List.of(at("d:ann:bob", 4)), false)))
                .isEqualTo(ErrorCode.UNAVAILABLE);

        world.store.write(List.of(Records.stored(ANN_BOB, 10, Records.device())));
        delivered(4);
        await().until(() -> !told(ann).isEmpty());
        assertThat(told(ann)).containsExactly(receipt(4, 0));
    }

    @Test
    void saysNothing_whenNothingMoved() {
        delivered(4);
        await().until(() -> told(ann).size() == 1);
        world.clock.go(5_000);
        delivered(3);
        delivered(4);
        delivered(5);
        await().until(() -> told(ann).size() > 1);
        assertThat(told(ann)).containsExactly(receipt(4, 0), receipt(5, 0));
    }

    @Test
    void tellsAtMostOnceASecond_andAlwaysTheLast() {
        for (long seq = 1; seq <= 9; seq++) {
            delivered(seq);
        }
        await().until(() -> told(ann).size() == 1);
        world.clock.go(999);
        delivered(10);
        assertThat(told(ann)).containsExactly(receipt(1, 0));
        world.clock.go(2);
        await().until(() -> told(ann).size() == 2);
        assertThat(told(ann)).containsExactly(receipt(1, 0), receipt(10, 0));
        world.clock.go(1_001);
        receipts.read(acting.address(), List.of(at("d:ann:bob", 10)))
                .toCompletableFuture()
                .join();
        await().until(() -> told(ann).size() == 3);
        assertThat(told(ann).get(2)).isEqualTo(receipt(10, 10));
    }

    @Test
    void tellsBothOwnDevices_whenBothMovedSomething() {
        delivered(1);
        await().until(() -> told(ann).size() == 1);
        delivered(8);
        receipts.read(laptop.address(), List.of(at("d:ann:bob", 5)))
                .toCompletableFuture()
                .join();
        world.clock.go(1_001);
        await().until(() -> told(ann).size() == 2 && !told(acting).isEmpty());
        assertThat(told(acting)).containsExactly(receipt(8, 5));
        assertThat(told(laptop)).containsExactly(receipt(1, 0), receipt(8, 5));
    }

    @Test
    void tellsTheLastLater_whenTheRegistryWasAway() {
        world.registry.away(true);
        delivered(4);
        await().until(() -> world.registry.lookUps() > 0);
        delivered(7);
        world.registry.away(false);
        await().until(() -> {
            world.clock.go(1_500); // the look-up that failed may be noticed only now
            return told(ann).contains(receipt(7, 0));
        });
    }

    @Test
    void tellsWhatWaits_whenClosing() {
        delivered(1);
        delivered(2);
        pacer.close();
        assertThat(told(ann)).containsExactly(receipt(1, 0), receipt(2, 0));
    }

    @Test
    void sendsOneBatchToEachOtherWorker() {
        world.remote(ANN, LAPTOP, 2);
        world.remote(ANN, new DeviceId("tablet"), 2);
        delivered(4);
        await().until(() -> !world.peers.sent().isEmpty());
        PeerBatch batch = world.peers.sent().get(0).batch();
        assertThat(world.peers.sent()).hasSize(1);
        assertThat(batch.getEventsCount()).isEqualTo(1);
        assertThat(batch.getEvents(0).getTargetsCount()).isEqualTo(2);
    }

    @Test
    void tellsNobody_inAConversationWithOneself() {
        receipts.read(acting.address(), List.of(at("d:bob:bob", 2), at("d:ann:bob", 1)))
                .toCompletableFuture()
                .join();
        await().until(() -> !told(laptop).isEmpty());
        assertThat(told(laptop)).containsExactly(receipt(1, 1));
    }

    @Test
    void refusesTheWholeList_forOneBadPosition() {
        Position good = at("d:ann:bob", 5);
        assertThat(refusal(receipts.delivered(acting.address(), List.of(good, at("d:bob:bob", 4)), false)))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(receipts.delivered(acting.address(), List.of(good, at("d:bob:bob", -1)), false)))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(receipts.read(acting.address(), List.of(good, at("d:ann:eve", 1)))))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(receipts.read(acting.address(), List.of(good, at("g:team", 1)))))
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(receipts.read(acting.address(), List.of(good, at("nonsense", 1)))))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(receipts.read(acting.address(), Collections.nCopies(1_001, good))))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(world.positions
                        .find(ANN, List.of(ANN_BOB))
                        .toCompletableFuture()
                        .join()
                        .get(ANN_BOB))
                .isEmpty();
    }

    @Test
    void takesAThousandPositions_andNone() {
        receipts.delivered(acting.address(), Collections.nCopies(1_000, at("d:ann:bob", 5)), false)
                .toCompletableFuture()
                .join();
        receipts.delivered(acting.address(), List.of(), false)
                .toCompletableFuture()
                .join();
        await().until(() -> !told(ann).isEmpty());
        assertThat(told(ann)).containsExactly(receipt(5, 0));
    }

    @Test
    void movesTheCursorOfTheActingDevice_byItsAcknowledgementsOnly() {
        delivered(4);
        receipts.read(acting.address(), List.of(at("d:ann:bob", 6)))
                .toCompletableFuture()
                .join();
        assertThat(Stages.get(world.positions.cursors(BOB, PHONE))).containsOnly(Map.entry(ANN_BOB, 4L));
        assertThat(Stages.get(world.positions.cursors(BOB, LAPTOP))).isEmpty();
    }

    @Test
    void looksUpWhatIsWritten_whenTheSequencerForgot() {
        ConversationId forgotten = ConversationId.direct(BOB, new UserId("eve"));
        world.store.write(Records.run(forgotten, 1, 3, "phone"));
        assertThat(refusal(receipts.delivered(acting.address(), List.of(at("d:bob:eve", 4)), false)))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        Stages.get(receipts.delivered(acting.address(), List.of(at("d:bob:eve", 3)), false));
        Stages.get(receipts.read(acting.address(), List.of(at("d:bob:eve", 2))));
        // written by nobody yet, but the device was told of it
        Stages.get(receipts.delivered(acting.address(), List.of(at("d:bob:eve", 5)), true));
        assertThat(Stages.get(world.positions.find(BOB, List.of(forgotten))).get(forgotten))
                .containsEntry(BOB, new Positions.Position(5, 2));
    }
}
