package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Message;
import io.yizhan.group.GroupHistory;
import io.yizhan.identity.GroupId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.server.archive.GroupRecords;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.state.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The way of a group's message: who may send, and who is told here and elsewhere. */
class GroupDeliveryTest extends GroupScene {
    @Test
    void pushesToMembersHere_fromTheirJoiningToTheirLeaving() {
        World.Device ann = online(ANN, PHONE);
        World.Device annsLaptop = online(ANN, LAPTOP);
        World.Device bob = online(BOB, PHONE);
        World.Device carol = online(CAROL, PHONE);
        create(GroupHistory.SINCE_JOIN);
        says(ANN);
        join(BOB);
        says(ANN);
        says(BOB);
        leave(BOB);
        says(ANN);
        join(CAROL);

        got(annsLaptop, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        got(ann, 1L, 3L, 5L, 6L, 8L);
        got(bob, 3L, 4L, 6L);
        got(carol, 8L);
    }

    @Test
    void knowsAtLogin_whoWasAMemberBefore() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);

        World.Device bob = online(BOB, PHONE);
        says(ANN);

        await().untilAsserted(() -> {
            bob.channel().runPendingTasks();
            assertThat(pushed(bob)).contains(3L).doesNotContain(1L);
        });
        assertThat(Stages.get(world.directory.interested(List.of(GROUP))).get(GROUP))
                .containsExactly(World.SELF);
        online.leave(bob.session());
        assertThat(Stages.get(world.directory.interested(List.of(GROUP))).get(GROUP))
                .isEmpty();
    }

    @Test
    void refusesStrangers_andThoseWhoLeft() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        says(BOB);
        leave(BOB);

        assertThat(((SendOutcome.Refused) send(BOB)).code()).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(((SendOutcome.Refused) send(CAROL)).code()).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(door.admit(new GroupId("none"), ANN, text("x")))).isEqualTo(ErrorCode.NO_SUCH_GROUP);
    }

    @Test
    void answersWhatAMemberRepeats_alsoAfterHeLeft() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        long seq = says(BOB);
        SendCommand repeat = new SendCommand(BOB, PHONE, new Recipient.Group(GROUP), ids, text("message " + ids));
        leave(BOB);

        Stages.get(door.admit(GROUP, BOB, repeat.content()));
        assertThat(stored(lanes.send(repeat))).extracting("seq", "duplicate").containsExactly(seq, true);
        Stages.get(door.admit(GROUP, BOB, text("x")));
        assertThat(((SendOutcome.Refused) send(BOB)).code()).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(door.admit(GROUP, CAROL, text("x")))).isEqualTo(ErrorCode.NOT_A_MEMBER);
    }

    @Test
    void mentionsAll_onlyByRight() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        chat.v2.Content all =
                text("x").toBuilder().putProperties("mention", "@all").build();
        chat.v2.Content bad =
                text("x").toBuilder().putProperties("mention", "bob,,").build();

        Stages.get(door.admit(GROUP, ANN, all));
        assertThat(refusal(door.admit(GROUP, BOB, all))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(door.admit(GROUP, ANN, bad))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void storesADirectMessageAtOnce_whileTheLaneOfAGroupIsBusyWithIt() {
        create(GroupHistory.SINCE_JOIN);
        Stages.get(door.admit(GROUP, ANN, text("x")));
        CompletableFuture<Void> busy = new CompletableFuture<>();
        world.log.does(batch -> batch.get(0).conversation().equals(CONVERSATION) ? busy : world.persist(batch));
        try (Lanes one = world.lanes(1, 400, 10)) {
            one.start();
            List<CompletableFuture<SendOutcome>> loud = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                loud.add(one.send(new SendCommand(ANN, PHONE, new Recipient.Group(GROUP), ++ids, text("loud")))
                        .toCompletableFuture());
            }

            stored(one.send(World.toBob(++ids, "hello")));

            assertThat(loud).noneMatch(CompletableFuture::isDone);
            world.log.does(world::persist);
            busy.complete(null);
        }
    }

    @Test
    void sendsOneEventToEachInterestedWorker_andToThatOfWhoComes() {
        create(GroupHistory.SINCE_JOIN);
        Stages.get(world.directory.interest(OTHER, List.of(GROUP), List.of()));
        says(ANN);
        await().until(() -> !world.peers.batches(5).isEmpty());
        PeerEvent event = world.peers.batches(5).get(0).getEvents(0);
        assertThat(event.getGroupId()).isEqualTo(GROUP.value());
        assertThat(event.getTargetsCount()).isZero();
        assertThat(event.getChangedSeq()).isEqualTo(1);

        world.remote(BOB, PHONE, 9);
        join(BOB);
        await().until(() -> world.peers.batches(9).size() == 1);
        assertThat(world.peers.batches(5)).hasSize(2);
    }

    @Test
    void holdsAMessage_untilItIsKnownWhoMaySeeIt() {
        World.Device bob = online(BOB, PHONE);
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        got(bob, 2L);

        // word of BOB's leaving at 3 is lost, and the database is behind
        Message after = Message.newBuilder()
                .setConversationId(CONVERSATION.value())
                .setSeq(4)
                .setFromUserId("ann")
                .setFromDeviceId("phone")
                .build();
        online.take(after, 3);
        bob.channel().runPendingTasks();
        assertThat(pushed(bob)).containsExactly(2L);

        world.store.write(List.of(GroupRecords.told(GROUP, 3, BOB, new GroupEvent.Left(BOB, "gone"))));
        await().until(() -> online.of(BOB).stream().noneMatch(io.yizhan.server.archive.Membership::isPresent));
        bob.channel().runPendingTasks();
        assertThat(pushed(bob)).containsExactly(2L);
    }
}
