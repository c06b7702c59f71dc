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
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.RecallRequest;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions.Position;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecallsTest extends RecallsFixture {
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
