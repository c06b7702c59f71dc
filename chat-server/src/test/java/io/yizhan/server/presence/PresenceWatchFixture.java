package io.yizhan.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.PresenceEvent;
import chat.v2.UserPresence;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.TestClock;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.state.FakeNodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Lists of several sessions on one worker, step by step, a tenth of a second each. */
abstract class PresenceWatchFixture {
    static final int WEB = 2;
    static final UserId ANN = new UserId("ann");
    static final UserId BOB = new UserId("bob");
    static final Incarnation HERE = new Incarnation(new NodeId(1), 10);
    static final Incarnation THERE = new Incarnation(new NodeId(2), 20);
    static final PresenceLimits LIMITS = new PresenceLimits(2_000, Duration.ofSeconds(1), Duration.ofSeconds(5));

    final FakeBoard board = new FakeBoard();
    final FakeNodeView nodes = new FakeNodeView();
    final TestClock clock = new TestClock();
    final SteppedThread thread = new SteppedThread();
    final List<EmbeddedChannel> channels = new ArrayList<>();
    final PresenceWatch watch = new PresenceWatch(board, new HolderLiveness(nodes, Set::of), LIMITS, clock, thread);

    @BeforeEach
    void start() {
        nodes.join(HERE);
        nodes.join(THERE);
        watch.start();
    }

    @AfterEach
    void close() throws Exception {
        watch.close();
        thread.shutdownNow();
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    LocalSession session() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channels.add(channel);
        LocalSession session = new LocalSession(
                new UserId("watcher" + channels.size()),
                new DeviceId("phone"),
                WEB,
                new SessionId("s" + channels.size()),
                channel,
                OnLoop.shared());
        session.start(Frame.getDefaultInstance());
        channel.runPendingTasks();
        channel.readOutbound();
        return session;
    }

    void step(int times) {
        for (int i = 0; i < times; i++) {
            clock.go(PresenceWatch.TICK_MS);
            thread.step();
            channels.forEach(EmbeddedChannel::runPendingTasks);
        }
    }

    List<UserPresence> watches(LocalSession session, UserId... users) {
        CompletionStage<PresenceEvent> answer = watch.watch(session, List.of(users));
        step(1);
        return Stages.get(answer).getUsersList();
    }

    /** What the session was told since the last look, in short. */
    List<String> told(LocalSession session) {
        EmbeddedChannel channel =
                channels.get(Integer.parseInt(session.id().value().substring(1)) - 1);
        channel.runPendingTasks();
        List<String> told = new ArrayList<>();
        for (Frame frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            assertThat(frame.getRequestId()).isZero();
            frame.getPresenceEvent().getUsersList().forEach(user -> told.add(text(user)));
        }
        return told;
    }

    static String text(UserPresence user) {
        return user.getUserId() + (user.getOnline() ? " on " + user.getPlatformsList() : " off");
    }

    static Collection<UserId> many(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new UserId("u" + i)).toList();
    }
}
