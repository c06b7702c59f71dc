package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.session.RemoteSession;
import io.yizhan.server.session.SessionAddress;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageRouterTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 100, 50);

    @AfterEach
    void close() {
        lanes.close();
    }

    private static List<Long> pushed(World.Device device) {
        return device.written().stream()
                .flatMap(frame -> frame.getPush().getMessagesList().stream())
                .map(Message::getSeq)
                .toList();
    }

    @Test
    void pushesInOrder_toTheRecipientAndTheSendersOtherDevices_neverToTheSendingOne() {
        World.Device bob = world.local(BOB, PHONE);
        World.Device laptop = world.local(ANN, LAPTOP);
        World.Device sending = world.local(ANN, PHONE);
        lanes.start();
        for (long id = 1; id <= 20; id++) {
            lanes.send(toBob(id, "text"));
        }
        List<Long> all = LongStream.rangeClosed(1, 20).boxed().toList();
        await().until(() -> pushed(bob).size() == 20);
        assertThat(pushed(bob)).isEqualTo(all);
        assertThat(pushed(laptop)).isEqualTo(all);
        assertThat(sending.written()).isEmpty();
    }

    @Test
    void pushesAMessageToOneself_onceToEachOtherDevice() {
        World.Device laptop = world.local(ANN, LAPTOP);
        World.Device sending = world.local(ANN, PHONE);
        lanes.start();
        stored(lanes.send(new SendCommand(ANN, PHONE, new Recipient.User(ANN), 1, text("note"))));
        await().until(() -> !pushed(laptop).isEmpty());
        assertThat(pushed(laptop)).containsExactly(1L);
        assertThat(sending.written()).isEmpty();
    }

    @Test
    void sendsOneBatchToEachWorker_withEachMessageOnce() throws Exception {
        SessionAddress phone = world.remote(BOB, PHONE, 2);
        SessionAddress laptop = world.remote(BOB, LAPTOP, 2);
        SessionAddress third = world.remote(BOB, new DeviceId("third"), 3);
        List<CompletionStage<SendOutcome>> sends = LongStream.rangeClosed(1, 10)
                .mapToObj(id -> lanes.send(toBob(id, "text " + id)))
                .toList();
        lanes.start();
        sends.forEach(World::stored);
        await().until(() -> world.peers.sent().size() == 2);
        PeerBatch second = batchTo(2);
        assertThat(second.getEventsCount()).isEqualTo(10);
        for (int i = 0; i < 10; i++) {
            PeerEvent event = second.getEvents(i);
            assertThat(Message.parseFrom(event.getMessage()).getSeq()).isEqualTo(i + 1L);
            assertThat(event.getTargetsList())
                    .containsExactlyInAnyOrder(RemoteSession.target(phone), RemoteSession.target(laptop));
        }
        assertThat(batchTo(3).getEventsList())
                .hasSize(10)
                .allSatisfy(event -> assertThat(event.getTargetsList()).containsExactly(RemoteSession.target(third)));
    }

    @Test
    void sendsOneBatchToEachWorker_forManyUsersAtOnce() {
        List<UserId> users = IntStream.range(0, 40)
                .mapToObj(number -> new UserId("user" + number))
                .toList();
        users.forEach(user -> world.remote(user, PHONE, 2 + users.indexOf(user) % 4));
        List<CompletionStage<SendOutcome>> sends = users.stream()
                .map(user -> lanes.send(
                        new SendCommand(ANN, PHONE, new Recipient.User(user), 1 + users.indexOf(user), text("to all"))))
                .toList();
        lanes.start();
        sends.forEach(World::stored);

        await().until(() -> world.peers.sent().size() == 4);
        assertThat(world.peers.sent())
                .allSatisfy(sent -> assertThat(sent.batch().getEventsList())
                        .hasSize(10)
                        .allSatisfy(event -> assertThat(event.getTargetsCount()).isOne()));
        assertThat(world.peers.sent()).extracting(FakePeers.Sent::node).doesNotHaveDuplicates();
    }

    @Test
    void acknowledgesAndCounts_whenTheLinkIsDown() {
        world.remote(BOB, PHONE, 2);
        world.peers.down();
        lanes.start();
        stored(lanes.send(toBob(1, "text")));
        await().until(() -> world.router.unsentBatches() == 1);
        assertThat(world.log.records()).hasSize(1);
    }

    private PeerBatch batchTo(long node) {
        return world.peers.sent().stream()
                .filter(sent -> sent.node().value() == node)
                .map(FakePeers.Sent::batch)
                .findFirst()
                .orElseThrow();
    }
}
