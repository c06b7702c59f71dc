package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.v2.Frame;
import chat.v2.Message;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.Allocation.Audience;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.StateUnavailableException;
import io.yizhan.server.state.memory.MemorySequencer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RenumberingTest {
    private final World world = new World();

    /** From here on appended records are kept, and written when the test says so. */
    @BeforeEach
    void storeNothing() {
        world.log.does(batch -> CompletableFuture.completedStage(null));
    }

    private LogRecord.Stored numbered(long clientMsgId) {
        NumberRequest request = new NumberRequest(
                ANN_BOB, ANN, PHONE, clientMsgId, 5, (clientMsgId + 1) << 22, world.clock.epochMs(), false);
        Allocation allocation = world.sequencer
                .allocate(List.of(request))
                .toCompletableFuture()
                .join()
                .get(0);
        MessagePlace place = ((Allocation.Fresh) allocation).place();
        PendingSend send = new PendingSend(World.toBob(clientMsgId, "text"), world.clock.nanos());
        return new LogRecord.Stored(ANN_BOB, new Placed(send, request, place, Audience.NONE).message(), 5);
    }

    /** One whose number is declared empty. */
    private LogRecord.Stored late(long clientMsgId) {
        LogRecord.Stored late = numbered(clientMsgId);
        long seq = late.message().getSeq();
        assertThat(world.store.write(List.of(new LogRecord.Void(ANN_BOB, seq, seq), late)))
                .containsExactly(late);
        return late;
    }

    private Slice rows() {
        return world.store
                .read(new Range(ANN_BOB, 1, Long.MAX_VALUE, 100, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join();
    }

    private static List<Long> pushed(World.Device device) {
        return device.written().stream()
                .flatMap(frame -> frame.getPush().getMessagesList().stream())
                .map(Message::getSeq)
                .toList();
    }

    @Test
    void storesALateMessageAtAnotherNumber_underItsId() throws Exception {
        LogRecord.Stored late = late(1);
        numbered(2);

        world.late.placeAgain(List.of(late));

        world.store.write(world.log.records());
        assertThat(rows().messages())
                .containsExactly(late.message().toBuilder().setSeq(3).build());
    }

    @Test
    void tellsEveryone_theSendingDeviceOnlyOfTheHead() throws Exception {
        World.Device bob = world.local(BOB, PHONE);
        World.Device otherOfAnn = world.local(ANN, LAPTOP);
        World.Device sending = world.local(ANN, PHONE);
        LogRecord.Stored late = late(1);

        world.late.placeAgain(List.of(late));

        assertThat(pushed(bob)).containsExactly(2L);
        assertThat(pushed(otherOfAnn)).containsExactly(2L);
        assertThat(sending.written()).singleElement().satisfies(frame -> {
            assertThat(frame.getBodyCase()).isEqualTo(Frame.BodyCase.HEAD_NOTICE);
            assertThat(frame.getHeadNotice().getHeads(0).getHeadSeq()).isEqualTo(2);
        });
    }

    @Test
    void keepsTheNumber_whenItComesAgain() throws Exception {
        LogRecord.Stored late = late(1);

        world.late.placeAgain(List.of(late));
        world.late.placeAgain(List.of(late));

        assertThat(world.log.records()).hasSize(2);
        assertThat(world.log.records().get(0)).isEqualTo(world.log.records().get(1));
        world.store.write(world.log.records());
        assertThat(rows().messages()).hasSize(1);
        assertThat(world.store.write(List.of(late))).isEmpty();
    }

    @Test
    void keepsOneMessage_whenTheNumberWasForgottenInBetween() throws Exception {
        LogRecord.Stored late = late(1);
        world.late.placeAgain(List.of(late));
        // stands further, and remembers nothing of the send
        MemorySequencer forgetful = new MemorySequencer(world.clock.wall(), Duration.ofHours(24));
        DeliveryPorts ports = new DeliveryPorts(
                forgetful, world.registry, world.index, world.positions, world.log, world.store, NoGroups.ports());
        NumberRequest other = new NumberRequest(ANN_BOB, BOB, PHONE, 9, 9, 9L << 22, world.clock.epochMs(), false);
        forgetful.renumber(other, 4);

        new Renumbering(ports, world.router, world.clock, Duration.ofSeconds(8)).placeAgain(List.of(late));

        assertThat(world.log.records())
                .extracting(record -> ((LogRecord.Stored) record).message().getSeq())
                .containsExactly(2L, 6L);
        assertThat(world.store.write(world.log.records())).isEmpty();
        assertThat(rows().messages()).extracting(Message::getSeq).containsExactly(2L);
    }

    @Test
    void failsForNow_whenNoNumberOrNoLogIsToBeHad_andSucceedsLater() throws Exception {
        World.Device bob = world.local(BOB, PHONE);
        LogRecord.Stored late = late(1);
        world.sequencer.away(true);
        assertThatThrownBy(() -> world.late.placeAgain(List.of(late))).isInstanceOf(StateUnavailableException.class);
        world.sequencer.away(false);
        world.log.fails();
        long began = world.clock.nanos();
        assertThatThrownBy(() -> world.late.placeAgain(List.of(late))).isInstanceOf(ArchiveUnavailableException.class);
        assertThat(world.clock.nanos() - began).isLessThanOrEqualTo(8_100_000_000L);
        assertThat(bob.written()).isEmpty();

        world.log.does(world::persist);
        world.late.placeAgain(List.of(late));

        assertThat(rows().messages()).extracting(Message::getSeq).containsExactly(2L);
        assertThat(pushed(bob)).containsExactly(2L);
    }

    @Test
    void movesOn_whenTheOtherNumberWasDeclaredEmptyAsWell() throws Exception {
        LogRecord.Stored late = late(1);
        world.log.does(batch -> {
            world.log.does(world::persist);
            world.store.write(List.of(new LogRecord.Void(ANN_BOB, 2, 2)));
            return world.persist(batch);
        });

        world.late.placeAgain(List.of(late));

        assertThat(rows().messages()).extracting(Message::getSeq).containsExactly(3L);
        assertThat(rows().completeTo()).isEqualTo(3);
    }
}
