package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.outcome;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SyncRequest;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.SharedFrame;
import io.yizhan.server.archive.GroupRecords;
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.audience.OnlineGroups;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way of a group's message: who may send, who is told here and elsewhere, who may read. */
class GroupDeliveryTest {
    private static final GroupId GROUP = new GroupId("friends");
    private static final ConversationId CONVERSATION = ConversationId.group(GROUP);
    private static final UserId CAROL = new UserId("carol");
    private static final Incarnation OTHER = new Incarnation(new NodeId(5), 55);

    private final World world = new World();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final OnlineGroups online =
            new OnlineGroups(world.ports().groups(), world.store, world.sequencer, () -> World.SELF, timer);
    private final MessageRouter router = new MessageRouter(world.locator, online);
    private final MembersDoor door = new MembersDoor(world.ports().groups());
    private final Lanes lanes = new Lanes(
            new DeliveryConfig(2, 200, 100, Duration.ofSeconds(8), Duration.ofSeconds(10), World.RECALL_WINDOW, true),
            world.ports(),
            router,
            new MessageIds(world.clock, () -> World.SELF),
            world.clock);
    private final StoredCatchUp catchUp = new StoredCatchUp(world.ports(), online, world.tail(), world.clock);
    private final List<World.Device> devices = new ArrayList<>();
    private long changes;
    private long ids;

    @BeforeEach
    void begin() {
        lanes.start();
    }

    @AfterEach
    void end() {
        lanes.close();
        timer.shutdownNow();
    }

    private World.Device online(UserId user, DeviceId device) {
        World.Device here = world.local(user, device);
        Stages.get(online.enter(here.session()));
        devices.add(here);
        return here;
    }

    private void create(GroupHistory history) {
        Stages.get(world.groups.reserve(
                new GroupRegister.Draft(GROUP, "Friends", ANN, JoinPolicy.OPEN, history, "c"),
                new GroupRegister.Turn("t", Duration.ofSeconds(10))));
        happens(new GroupEvent.Created(ANN, "c"));
    }

    private String change() {
        return "change" + ++changes;
    }

    private long happens(GroupEvent event) {
        return stored(lanes.send(SendCommand.telling(GROUP, event.notice(), ANN)))
                .getSeq();
    }

    private long join(UserId user) {
        return happens(new GroupEvent.Joined(user, change()));
    }

    private long leave(UserId user) {
        Stages.get(world.directory.shut(GROUP, List.of(user)));
        long seq = happens(new GroupEvent.Left(user, change()));
        Stages.get(world.directory.refresh(GROUP, List.of(user)));
        return seq;
    }

    private SendOutcome send(UserId user) {
        return outcome(
                lanes.send(new SendCommand(user, PHONE, new Recipient.Group(GROUP), ++ids, text("message " + ids))));
    }

    private long says(UserId user) {
        Stages.get(door.admit(GROUP, user, text("x")));
        SendOutcome outcome = send(user);
        assertThat(outcome).isInstanceOf(SendOutcome.Stored.class);
        return ((SendOutcome.Stored) outcome).response().getSeq();
    }

    /** The numbers that a device was pushed, as soon as it was pushed the last of them. */
    private void got(World.Device device, Long... seqs) {
        await().untilAsserted(() -> {
            devices.forEach(one -> one.channel().runPendingTasks());
            assertThat(pushed(device)).containsExactly(seqs);
        });
    }

    private static List<Long> pushed(World.Device device) {
        return device.raw().stream()
                .flatMap(one -> one instanceof SharedFrame shared
                        ? Stream.of(shared.frame())
                        : one instanceof chat.v2.Frame frame ? Stream.of(frame) : Stream.empty())
                .flatMap(frame -> frame.getPush().getMessagesList().stream())
                .map(Message::getSeq)
                .toList();
    }

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

    private static ErrorCode refusal(java.util.concurrent.CompletionStage<?> stage) {
        Throwable failure = catchThrowable(() -> Stages.get(stage));
        while (!(failure instanceof RequestRefused)) {
            failure = failure.getCause();
        }
        return ((RequestRefused) failure).code();
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
    void tellsInTheHead_thatOneIsMentionedBeyondWhatHeRead() {
        create(GroupHistory.SINCE_JOIN);
        mention("@all,bob");
        join(BOB);
        World.Device bob = online(BOB, PHONE);
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(false);

        mention("carol,bob");
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(true);
        Stages.get(world.positions.advance(List.of(new Positions.Move(CONVERSATION, BOB, 4, 4))));
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(false);
        mention("@all");
        assertThat(heads(bob, 0)).extracting(Head::getMentioned).containsExactly(true);
    }

    @Test
    void storesADirectMessageWithTheNextBatch_whileAGroupSendsMoreThanTheLaneCanStore() {
        create(GroupHistory.SINCE_JOIN);
        Stages.get(door.admit(GROUP, ANN, text("x")));
        CompletableFuture<Void> busy = new CompletableFuture<>();
        world.log.does(batch -> busy);
        int before = world.log.batches().size();
        try (Lanes one = world.lanes(1, 400, 10)) {
            one.start();
            for (int i = 0; i < 250; i++) {
                var unused = one.send(new SendCommand(ANN, PHONE, new Recipient.Group(GROUP), ++ids, text("loud")));
            }
            await().until(() -> world.log.batches().size() == before + 1);

            CompletionStage<SendOutcome> direct = one.send(World.toBob(++ids, "hello"));
            world.log.does(world::persist);
            busy.complete(null);

            stored(direct);
            assertThat(world.log.batches().get(before + 1))
                    .extracting(LogRecord::conversation)
                    .contains(World.ANN_BOB);
        }
    }

    private void mention(String names) {
        chat.v2.Content content =
                text("x").toBuilder().putProperties("mention", names).build();
        Stages.get(door.admit(GROUP, ANN, content));
        stored(lanes.send(new SendCommand(ANN, PHONE, new Recipient.Group(GROUP), ++ids, content)));
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

    @Test
    void pullsWhatLiesInTheTimesOfMembership() {
        create(GroupHistory.SINCE_JOIN);
        says(ANN);
        join(BOB);
        says(ANN);
        leave(BOB);
        says(ANN);

        PullResponse bobs = Stages.get(catchUp.pull(BOB, pull(false)));
        assertThat(bobs.getMessagesList()).extracting(Message::getSeq).containsExactly(3L, 4L, 5L);
        assertThat(bobs.getHeadSeq()).isEqualTo(5);
        assertThat(bobs.getCompleteToSeq()).isEqualTo(5);

        join(BOB);
        says(ANN);
        assertThat(all(BOB, false)).containsExactly(3L, 4L, 5L, 7L, 8L);
        assertThat(all(BOB, true)).containsExactly(8L, 7L, 5L, 4L, 3L);
        assertThat(refusal(catchUp.pull(CAROL, pull(false)))).isEqualTo(ErrorCode.NOT_A_MEMBER);
    }

    @Test
    void pullsAll_whereTheHistoryIsOpen() {
        create(GroupHistory.ALL);
        says(ANN);
        join(BOB);

        assertThat(all(BOB, false)).containsExactly(1L, 2L, 3L);
        leave(BOB);
        assertThat(all(BOB, false)).containsExactly(3L, 4L);
    }

    private static PullRequest pull(boolean backwards) {
        return PullRequest.newBuilder()
                .setConversationId(CONVERSATION.value())
                .setBackwards(backwards)
                .build();
    }

    /** Page by page. */
    private List<Long> all(UserId user, boolean backwards) {
        List<Long> seqs = new ArrayList<>();
        PullRequest next = pull(backwards).toBuilder().setLimit(2).build();
        while (true) {
            PullResponse page = Stages.get(catchUp.pull(user, next));
            page.getMessagesList().forEach(message -> seqs.add(message.getSeq()));
            long last = seqs.isEmpty() ? 0 : seqs.get(seqs.size() - 1);
            if (backwards ? !page.getMore() : page.getCompleteToSeq() >= page.getHeadSeq()) {
                return seqs;
            }
            next = backwards
                    ? next.toBuilder().setToSeq(last - 1).build()
                    : next.toBuilder().setFromSeq(page.getCompleteToSeq() + 1).build();
        }
    }

    @Test
    void listsGroups_andOneThatWasLeftUntilThatWasRead() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        World.Device bob = online(BOB, PHONE);
        says(ANN);
        assertThat(heads(bob, 0)).extracting(Head::getHeadSeq).containsExactly(3L);
        assertThat(heads(bob, 3)).isEmpty();

        leave(BOB);
        says(ANN);
        assertThat(heads(bob, 3)).extracting(Head::getHeadSeq).containsExactly(4L);
        Stages.get(new PositionReceipts(
                        world.ports(), online, new ReceiptPacer(world.registry, world.locator, world.clock))
                .read(
                        bob.address(),
                        List.of(chat.v2.Position.newBuilder()
                                .setConversationId(CONVERSATION.value())
                                .setSeq(4)
                                .build())));
        assertThat(heads(bob, 0)).isEmpty();
    }

    private List<Head> heads(World.Device device, long have) {
        SyncRequest request = SyncRequest.newBuilder()
                .addHave(chat.v2.Position.newBuilder()
                        .setConversationId(CONVERSATION.value())
                        .setSeq(have))
                .build();
        return Stages.get(catchUp.sync(device.session().user(), device.session().device(), request))
                .getHeadsList();
    }
}
