package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.Position;
import chat.v2.Receipt;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The other side is on a worker to which there is no link for a while. */
class LostReceiptsTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 100, 100);
    private final ReceiptPacer pacer = new ReceiptPacer(world.registry, world.locator, world.clock);
    private final PositionReceipts receipts = new PositionReceipts(world.ports(), pacer);
    private final World.Device bob = world.local(BOB, PHONE);

    @BeforeEach
    void start() {
        lanes.start();
        pacer.start();
        for (int id = 1; id <= 3; id++) {
            stored(lanes.send(toBob(id, "hello")));
        }
        world.remote(ANN, PHONE, 2);
        world.peers.down();
    }

    @AfterEach
    void close() {
        pacer.close();
        lanes.close();
    }

    private void delivered(long seq) {
        Position position = Position.newBuilder()
                .setConversationId(ANN_BOB.value())
                .setSeq(seq)
                .build();
        receipts.delivered(bob.address(), List.of(position), false)
                .toCompletableFuture()
                .join();
    }

    private List<Long> told() {
        List<Long> told = new ArrayList<>();
        world.peers
                .sent()
                .forEach(sent -> sent.batch().getEventsList().forEach(event -> {
                    try {
                        Receipt receipt = Frame.parseFrom(event.getFrame()).getReceipt();
                        told.add(receipt.getDeliveredSeq());
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                }));
        return told;
    }

    @Test
    void tellsTheLastPosition_whenThereIsALinkAgain() {
        delivered(1);
        delivered(3);
        for (int second = 0; second < 5; second++) {
            world.clock.go(1_000);
        }
        assertThat(told()).isEmpty();

        world.peers.up();
        await().untilAsserted(() -> {
            world.clock.go(1_000);
            assertThat(told()).contains(3L);
        });
        int tellings = told().size();
        world.clock.go(1_000);
        world.clock.go(1_000);

        assertThat(told()).hasSizeLessThanOrEqualTo(tellings + 1).endsWith(3L);
    }
}
