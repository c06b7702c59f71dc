package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.outcome;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Message;
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
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.audience.OnlineGroups;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.state.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A group, its members and the lanes that its messages take, for tests of the way of a group's message. */
abstract class GroupScene {
    static final GroupId GROUP = new GroupId("friends");
    static final ConversationId CONVERSATION = ConversationId.group(GROUP);
    static final UserId CAROL = new UserId("carol");
    static final Incarnation OTHER = new Incarnation(new NodeId(5), 55);

    final World world = new World();
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final OnlineGroups online =
            new OnlineGroups(world.ports().groups(), world.store, world.sequencer, () -> World.SELF, timer);
    final MessageRouter router = new MessageRouter(world.locator, online);
    final MembersDoor door = new MembersDoor(world.ports().groups());
    final Lanes lanes = new Lanes(
            new DeliveryConfig(2, 2_000, 100, Duration.ofSeconds(8), Duration.ofSeconds(10), World.RECALL_WINDOW, true),
            world.ports(),
            router,
            new MessageIds(world.clock, () -> World.SELF),
            world.clock);
    final StoredCatchUp catchUp = new StoredCatchUp(world.ports(), online, world.tail(), world.clock);
    final List<World.Device> devices = new ArrayList<>();
    long changes;
    long ids;

    @BeforeEach
    void begin() {
        lanes.start();
    }

    @AfterEach
    void end() {
        lanes.close();
        timer.shutdownNow();
    }

    World.Device online(UserId user, DeviceId device) {
        World.Device here = world.local(user, device);
        Stages.get(online.enter(here.session()));
        devices.add(here);
        return here;
    }

    void create(GroupHistory history) {
        Stages.get(world.groups.reserve(
                new GroupRegister.Draft(GROUP, "Friends", ANN, JoinPolicy.OPEN, history, "c"),
                new GroupRegister.Turn("t", Duration.ofSeconds(10))));
        happens(new GroupEvent.Created(ANN, "c"));
    }

    String change() {
        return "change" + ++changes;
    }

    long happens(GroupEvent event) {
        return stored(lanes.send(SendCommand.telling(GROUP, event.notice(), ANN)))
                .getSeq();
    }

    long join(UserId user) {
        return happens(new GroupEvent.Joined(user, change()));
    }

    long leave(UserId user) {
        Stages.get(world.directory.shut(GROUP, List.of(user)));
        long seq = happens(new GroupEvent.Left(user, change()));
        Stages.get(world.directory.refresh(GROUP, List.of(user)));
        return seq;
    }

    SendOutcome send(UserId user) {
        return outcome(
                lanes.send(new SendCommand(user, PHONE, new Recipient.Group(GROUP), ++ids, text("message " + ids))));
    }

    long says(UserId user) {
        Stages.get(door.admit(GROUP, user, text("x")));
        SendOutcome outcome = send(user);
        assertThat(outcome).isInstanceOf(SendOutcome.Stored.class);
        return ((SendOutcome.Stored) outcome).response().getSeq();
    }

    /** The numbers that a device was pushed, as soon as it was pushed the last of them. */
    void got(World.Device device, Long... seqs) {
        await().untilAsserted(() -> {
            devices.forEach(one -> one.channel().runPendingTasks());
            assertThat(pushed(device)).containsExactly(seqs);
        });
    }

    static List<Long> pushed(World.Device device) {
        return device.raw().stream()
                .flatMap(one -> one instanceof SharedFrame shared
                        ? Stream.of(shared.frame())
                        : one instanceof chat.v2.Frame frame ? Stream.of(frame) : Stream.empty())
                .flatMap(frame -> frame.getPush().getMessagesList().stream())
                .map(Message::getSeq)
                .toList();
    }

    static ErrorCode refusal(java.util.concurrent.CompletionStage<?> stage) {
        Throwable failure = catchThrowable(() -> Stages.get(stage));
        while (!(failure instanceof RequestRefused)) {
            failure = failure.getCause();
        }
        return ((RequestRefused) failure).code();
    }
}
