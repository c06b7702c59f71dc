package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Typing;
import com.google.protobuf.InvalidProtocolBufferException;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.FakeNodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Registration;
import io.yizhan.server.state.SessionClaim;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.memory.MemoryPresenceBoard;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import io.yizhan.settings.LoginPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bob is here and elsewhere; who types to him, and what he hears of it. */
class TypingRelayTest {
    private static final int WEB = 2;
    private static final int IOS = 5;
    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final ConversationId WITH_BOB = ConversationId.direct(ALICE, BOB);
    private static final Incarnation HERE = new Incarnation(new NodeId(1), 10);
    private static final Incarnation THERE = new Incarnation(new NodeId(2), 20);

    private final FakeNodeView nodes = new FakeNodeView();
    private final TestClock clock = new TestClock();
    private final HolderLiveness liveness = new HolderLiveness(nodes, Set::of);
    private final MemorySessionRegistry registry =
            new MemorySessionRegistry(clock.wall(), liveness, Duration.ofSeconds(90));
    private final SessionManager local = new SessionManager();
    private final List<PeerBatch> sent = new ArrayList<>();
    private final Turns turns = new Turns();
    private final TypingRelay relay = new TypingRelay(
            new MemoryPresenceBoard(registry),
            liveness,
            new SessionLocator(local, (node, batch) -> sent.add(batch)),
            new MemoryGroupStore(clock.wall()),
            clock,
            turns);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final SessionAddress alice = enter(ALICE, WEB, HERE, "a");

    @BeforeEach
    void start() {
        nodes.join(HERE);
        nodes.join(THERE);
        SessionAddress here = enter(BOB, WEB, HERE, "b");
        LocalSession session = new LocalSession(BOB, here.device(), WEB, here.session(), channel, OnLoop.shared());
        session.activate(here);
        session.start(Frame.getDefaultInstance());
        local.add(session);
        heard();
        enter(BOB, IOS, THERE, "c");
        relay.start();
    }

    @AfterEach
    void close() {
        turns.shutdownNow();
        channel.finishAndReleaseAll();
    }

    private SessionAddress enter(UserId user, int platform, Incarnation holder, String session) {
        SessionClaim claim =
                new SessionClaim(user, new DeviceId("device-" + platform), platform, holder, new SessionId(session));
        return ((Registration.Entered) Stages.get(registry.register(claim, LoginPolicy.MULTI_DEVICE))).own();
    }

    private void types() {
        Stages.get(relay.typing(alice, WITH_BOB));
    }

    private List<Frame> heard() {
        channel.runPendingTasks();
        List<Frame> frames = new ArrayList<>();
        for (Frame frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            frames.add(frame);
        }
        return frames;
    }

    @Test
    void tellsTheOtherSidesDevices_hereAndElsewhere_whoTypes() throws InvalidProtocolBufferException {
        types();
        turns.run();

        Frame typing = Frame.newBuilder()
                .setTyping(Typing.newBuilder().setConversationId("d:alice:bob").setUserId("alice"))
                .build();
        assertThat(heard()).containsExactly(typing);
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).getFleeting()).isTrue();
        assertThat(Frame.parseFrom(sent.get(0).getEvents(0).getFrame())).isEqualTo(typing);
        assertThat(sent.get(0).getEvents(0).getTargetsList())
                .extracting(target -> target.getUserId() + " " + target.getSessionId())
                .containsExactly("bob c");
    }

    @Test
    void tellsItOnceASecond() {
        for (int i = 0; i < 95; i++) { // every 100 ms from 0 to 9,400 ms
            types();
            turns.run();
            clock.go(100);
        }

        assertThat(heard()).hasSize(10);
        assertThat(sent).hasSize(10);
    }

    @Test
    void keepsNothingForWhoDoesNotRead() {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        types();
        turns.run();
        heard();

        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);

        assertThat(heard()).isEmpty();
    }

    @Test
    void tellsNoDeadWorker() {
        nodes.leave(THERE);

        types();
        turns.run();

        assertThat(heard()).hasSize(1);
        assertThat(sent).isEmpty();
    }

    @Test
    void tellsNobody_inAConversationWithOneself() {
        Stages.get(relay.typing(alice, ConversationId.direct(ALICE, ALICE)));
        turns.run();

        assertThat(heard()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void refusesForeignConversations_andGroups() {
        assertThat(refusal(ConversationId.direct(BOB, new UserId("carol")))).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(ConversationId.group(new GroupId("g")))).isEqualTo(ErrorCode.NO_SUCH_GROUP);
        turns.run();

        assertThat(heard()).isEmpty();
    }

    @Test
    void dropsWhatIsTooMuch() {
        for (int i = 0; i < 2_000; i++) {
            SessionAddress from = enter(new UserId("u" + i), WEB, HERE, "u" + i);
            Stages.get(relay.typing(from, ConversationId.direct(from.user(), BOB)));
        }
        turns.run();

        assertThat(heard()).hasSize(500);
    }

    private ErrorCode refusal(ConversationId conversation) {
        Throwable failure = Stages.failure(relay.typing(alice, conversation));
        assertThat(failure).isInstanceOf(RequestRefused.class);
        return ((RequestRefused) failure).code();
    }

    /** Runs what is to be repeated when told. */
    private static final class Turns extends ScheduledThreadPoolExecutor {
        private Runnable turn = () -> {};

        Turns() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long delay, long period, TimeUnit unit) {
            turn = task;
            return null;
        }

        void run() {
            turn.run();
        }
    }
}
