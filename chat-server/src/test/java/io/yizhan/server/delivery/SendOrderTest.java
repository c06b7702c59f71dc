package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.refused;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import io.yizhan.identity.DeviceId;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a device writes to a conversation stays in its order, though some of it is refused for now. */
class SendOrderTest {
    private final World world = new World();
    private Lanes lanes = world.lanes(1, 400, 2);

    @AfterEach
    void close() {
        lanes.close();
    }

    @Test
    void storesNothingBehindARefusedOne_untilThatComesAgain() {
        lanes.refused(toBob(1, "a"));
        lanes.start();

        SendOutcome.Refused behind = refused(lanes.send(toBob(2, "b")));
        assertThat(behind.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(behind.retryAfterMs()).isPositive();
        assertThat(world.log.records()).isEmpty();

        stored(lanes.send(toBob(1, "a")));
        stored(lanes.send(toBob(2, "b")));
        assertThat(ids()).containsExactly(1L, 2L);
    }

    @Test
    void storesWhatIsBehindAFullQueue_onlyAfterWhatFoundNoRoom() {
        lanes = world.lanes(1, 3, 10);
        List<CompletionStage<SendOutcome>> room = LongStream.rangeClosed(1, 3)
                .mapToObj(id -> lanes.send(toBob(id, "x")))
                .toList();
        assertThat(refused(lanes.send(toBob(4, "x"))).code()).isEqualTo(ErrorCode.OVERLOADED);
        lanes.start();
        room.forEach(World::stored);

        refused(lanes.send(toBob(5, "x")));
        stored(lanes.send(toBob(4, "x")));
        stored(lanes.send(toBob(5, "x")));

        assertThat(ids()).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void refusesWhatWaitsInTheLane_whenABatchBeforeItFails() {
        CompletableFuture<Void> away = new CompletableFuture<>();
        world.log.does(batch -> away);
        lanes.start();
        CompletionStage<SendOutcome> first = lanes.send(toBob(1, "a"));
        await().until(() -> world.log.batches().size() == 1);
        List<CompletionStage<SendOutcome>> behind = LongStream.rangeClosed(2, 9)
                .mapToObj(id -> lanes.send(toBob(id, "x")))
                .toList();
        CompletionStage<SendOutcome> another =
                lanes.send(new SendCommand(ANN, LAPTOP, new Recipient.User(BOB), 5, text("mine")));

        world.log.does(batch -> CompletableFuture.completedStage(null));
        world.clock.go(8_000);
        away.completeExceptionally(new ArchiveUnavailableException("Away"));

        refused(first);
        behind.forEach(World::refused);
        stored(another);
        assertThat(ids()).containsExactly(1L, 5L);
    }

    @Test
    void holdsNobodyForLong_whoDoesNotComeAgain() {
        lanes.refused(toBob(1, "a"));
        lanes.start();
        world.clock.go(1_999);
        refused(lanes.send(toBob(2, "b")));

        world.clock.go(1);

        stored(lanes.send(toBob(2, "b")));
    }

    @Test
    void letsInWhatIsBefore_otherDevices_otherConversations_andWhatTheServerSays() {
        lanes.refused(toBob(5, "a"));
        lanes.refused(new SendCommand(ANN, DeviceId.SERVER, new Recipient.User(BOB), 1, text("told")));
        lanes.start();

        stored(lanes.send(toBob(4, "before")));
        stored(lanes.send(new SendCommand(ANN, LAPTOP, new Recipient.User(BOB), 6, text("laptop"))));
        stored(lanes.send(new SendCommand(ANN, DeviceId.SERVER, new Recipient.User(BOB), 7, text("told too"))));
        stored(lanes.send(new SendCommand(ANN, World.PHONE, new Recipient.User(ANN), 8, text("to myself"))));
        refused(lanes.send(toBob(6, "behind")));
    }

    @Test
    void refusesWhatCameBefore_thoughTheRefusedOneIsBack() {
        SendOrder order = new SendOrder(world.clock);
        PendingSend before = new PendingSend(toBob(3, "c"), world.clock.nanos(), refused -> {});
        world.clock.go(10);
        order.refused(toBob(1, "a"));
        world.clock.go(10);
        PendingSend again = new PendingSend(toBob(1, "a"), world.clock.nanos(), refused -> {});
        assertThat(order.admits(again)).isTrue();
        PendingSend next = new PendingSend(toBob(2, "b"), world.clock.nanos(), refused -> {});

        assertThat(order.admits(next)).isTrue();
        assertThat(order.isInTurn(before)).isFalse();
        assertThat(order.isInTurn(again)).isTrue();
        assertThat(order.isInTurn(next)).isTrue();
    }

    @Test
    void refusesWithGuard_whatIsBehindWhatItRefused() {
        boolean[] late = {true};
        GuardedSender guarded = new GuardedSender(lanes, () -> late[0]);
        lanes.start();
        assertThat(refused(guarded.send(toBob(1, "a"))).code()).isEqualTo(ErrorCode.OVERLOADED);
        late[0] = false;

        refused(guarded.send(toBob(2, "b")));
        stored(guarded.send(toBob(1, "a")));
        stored(guarded.send(toBob(2, "b")));
    }

    @Test
    void forgets_whenNobodyComes() {
        SendOrder order = new SendOrder(world.clock);
        PendingSend before = new PendingSend(toBob(3, "c"), world.clock.nanos(), refused -> {});
        world.clock.go(1);
        order.refused(toBob(1, "a"));
        assertThat(order.isInTurn(before)).isFalse();

        world.clock.go(Duration.ofSeconds(10).toMillis());

        assertThat(order.isInTurn(before)).isTrue();
    }

    private List<Long> ids() {
        return world.log.records().stream()
                .map(record -> ((LogRecord.Stored) record).message().getClientMsgId())
                .toList();
    }
}
