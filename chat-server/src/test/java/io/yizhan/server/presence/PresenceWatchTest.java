package io.yizhan.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.PresenceEvent;
import chat.v2.UserPresence;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.delivery.TestClock;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.state.FakeNodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Sighting;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists of several sessions on one worker, step by step, a tenth of a second each. */
class PresenceWatchTest {
    private static final int WEB = 2;
    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final Incarnation HERE = new Incarnation(new NodeId(1), 10);
    private static final Incarnation THERE = new Incarnation(new NodeId(2), 20);
    private static final PresenceLimits LIMITS =
            new PresenceLimits(2_000, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final FakeBoard board = new FakeBoard();
    private final FakeNodeView nodes = new FakeNodeView();
    private final TestClock clock = new TestClock();
    private final SteppedThread thread = new SteppedThread();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final PresenceWatch watch =
            new PresenceWatch(board, new HolderLiveness(nodes, Set::of), LIMITS, clock, thread);

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

    private LocalSession session() {
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

    private void step(int times) {
        for (int i = 0; i < times; i++) {
            clock.go(PresenceWatch.TICK_MS);
            thread.step();
            channels.forEach(EmbeddedChannel::runPendingTasks);
        }
    }

    private List<UserPresence> watches(LocalSession session, UserId... users) {
        CompletionStage<PresenceEvent> answer = watch.watch(session, List.of(users));
        step(1);
        return Stages.get(answer).getUsersList();
    }

    /** What the session was told since the last look, in short. */
    private List<String> told(LocalSession session) {
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

    private static String text(UserPresence user) {
        return user.getUserId() + (user.getOnline() ? " on " + user.getPlatformsList() : " off");
    }

    private static Collection<UserId> many(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new UserId("u" + i)).toList();
    }

    @Test
    void answersAtOnce_thenTellsChangesOnly() {
        board.write(ANN, 5, WEB, THERE);
        LocalSession session = session();

        assertThat(watches(session, ANN, BOB))
                .extracting(PresenceWatchTest::text)
                .containsExactly("ann on [WEB]", "bob off");

        board.write(BOB, 5, WEB, HERE);
        board.changed(BOB, ANN, new UserId("stranger"));
        step(2);
        assertThat(told(session)).containsExactly("bob on [WEB]");
        assertThat(board.looks).hasSize(2);
        assertThat(board.lookedFor(new UserId("stranger"))).isZero();
        step(50);
        assertThat(told(session)).isEmpty();
    }

    @Test
    void asksOnceForWhomManyWatch() {
        board.write(ANN, 5, WEB, THERE);
        List<LocalSession> sessions =
                IntStream.range(0, 20).mapToObj(i -> session()).toList();
        sessions.forEach(session -> watches(session, ANN));
        assertThat(board.looks).hasSize(1);

        board.write(ANN, 5, WEB);
        board.changed(ANN);
        step(12);

        assertThat(sessions).allSatisfy(session -> assertThat(told(session)).containsExactly("ann off"));
        assertThat(board.looks).hasSize(2);
    }

    @Test
    void tellsWithinTwoSeconds_thatSomebodyIsGone() {
        board.write(ANN, 5, WEB, THERE);
        LocalSession session = session();
        watches(session, ANN);

        board.write(ANN, 77, WEB);
        board.changed(ANN);

        step(10);
        assertThat(told(session)).as("it may come back").isEmpty();
        step(2);
        assertThat(told(session)).containsExactly("ann off");
    }

    @Test
    void saysNothingOfAReconnect() {
        board.write(ANN, 5, WEB, THERE);
        LocalSession session = session();
        watches(session, ANN);

        board.write(ANN, 77, WEB);
        board.changed(ANN);
        step(5);
        board.write(ANN, 77, WEB, HERE);
        board.changed(ANN);
        step(30);

        assertThat(told(session)).isEmpty();
    }

    @Test
    void noticesThatAWorkerDied_withoutAnyWord() {
        board.write(ANN, 5, WEB, THERE);
        LocalSession session = session();
        watches(session, ANN);

        nodes.leave(THERE);
        step(12);

        assertThat(told(session)).containsExactly("ann off");
        assertThat(board.looks).hasSize(1);
    }

    @Test
    void noticesInItsRounds_whatNobodyAnnounced() {
        LocalSession session = session();
        watches(session, ANN);
        board.write(ANN, 5, WEB, THERE);

        step(99);
        assertThat(told(session)).isEmpty();
        step(3);

        assertThat(told(session)).containsExactly("ann on [WEB]");
    }

    @Test
    void looksForAllAtOnce_whenWordMayHaveBeenLost() {
        LocalSession session = session();
        watches(session, ANN, BOB);
        board.write(ANN, 5, WEB, THERE);

        board.listeners.get(0).missed();
        step(2);

        assertThat(told(session)).containsExactly("ann on [WEB]");
    }

    @Test
    void replacesTheEarlierList_andEndsWithTheSession() {
        LocalSession session = session();
        watches(session, ANN);
        watches(session, BOB);
        board.write(ANN, 5, WEB, THERE);
        board.write(BOB, 5, WEB, THERE);
        board.changed(ANN, BOB);
        step(2);
        assertThat(told(session)).containsExactly("bob on [WEB]");

        watch.left(session);
        board.write(BOB, 5, WEB);
        board.changed(BOB);
        step(150);

        assertThat(told(session)).isEmpty();
        assertThat(board.lookedFor(BOB)).as("nobody watches him").isEqualTo(2);
    }

    @Test
    void watchesNobody_afterAnEmptyList() {
        LocalSession session = session();
        watches(session, ANN);

        assertThat(watches(session)).isEmpty();

        board.write(ANN, 5, WEB, THERE);
        board.changed(ANN);
        step(120);
        assertThat(told(session)).isEmpty();
        assertThat(board.lookedFor(ANN)).isEqualTo(1);
    }

    @Test
    void seesWhatChangesBeforeTheAnswer() {
        board.slow = true;
        LocalSession session = session();
        CompletionStage<PresenceEvent> answer = watch.watch(session, List.of(ANN));
        thread.run();
        board.slow = false;
        board.write(ANN, 5, WEB, THERE);
        board.changed(ANN);
        board.open.get(0).complete(Map.of(ANN, new Sighting(List.of(), 3)));
        thread.run();

        assertThat(Stages.get(answer).getUsersList())
                .extracting(PresenceWatchTest::text)
                .containsExactly("ann off");
        step(2);
        assertThat(told(session)).containsExactly("ann on [WEB]");
    }

    @Test
    void refusesTheList_andKeepsTheEarlierOne_whenTheRegistryIsAway() {
        LocalSession session = session();
        watches(session, ANN);
        board.away = true;

        CompletionStage<PresenceEvent> answer = watch.watch(session, List.of(BOB));
        step(51);

        assertThat(Stages.failure(answer)).isInstanceOf(StateUnavailableException.class);
        board.away = false;
        board.write(ANN, 5, WEB, THERE);
        board.write(BOB, 5, WEB, THERE);
        board.changed(ANN, BOB);
        step(10);
        assertThat(told(session)).containsExactly("ann on [WEB]");
    }

    @Test
    void asksOnAfterTheRegistryWasAway() {
        LocalSession session = session();
        watches(session, ANN);
        board.away = true;
        board.write(ANN, 5, WEB, THERE);
        board.changed(ANN);
        step(20);
        assertThat(board.looks).as("now and then only").hasSizeBetween(3, 6);

        board.away = false;
        step(6);

        assertThat(told(session)).containsExactly("ann on [WEB]");
    }

    @Test
    void tellsWhoDoesNotRead_whatHoldsInTheEnd() {
        LocalSession session = session();
        watches(session, ANN, BOB);
        channels.get(0).unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        board.write(ANN, 5, WEB, THERE);
        board.changed(ANN);
        step(20);
        board.write(ANN, 5, WEB);
        board.write(BOB, 5, WEB, HERE);
        board.changed(ANN, BOB);
        step(20);
        assertThat(told(session)).isEmpty();

        channels.get(0).unsafe().outboundBuffer().setUserDefinedWritability(1, true);
        step(6);

        assertThat(told(session)).containsExactlyInAnyOrder("ann off", "bob on [WEB]");
    }

    @Test
    void takesNoMoreThanItsLimit_andGivesPlaceBack() {
        LocalSession first = session();
        LocalSession second = session();
        CompletionStage<PresenceEvent> full = watch.watch(first, many(0, 2_000));
        step(10);
        assertThat(Stages.get(full).getUsersCount()).isEqualTo(2_000);

        CompletionStage<PresenceEvent> refused = watch.watch(second, List.of(ANN));
        thread.run();
        assertThat(Stages.failure(refused)).isInstanceOfSatisfying(RequestRefused.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refusal.retryAfterMs()).isPositive();
        });

        watch.left(first);
        assertThat(watches(second, ANN)).hasSize(1);
    }

    @Test
    void asksForFiveThousandASecond_andNoMore_whateverIsWatched() {
        PresenceWatch large = new PresenceWatch(
                board,
                new HolderLiveness(nodes, Set::of),
                new PresenceLimits(100_000, Duration.ofSeconds(1), Duration.ofMinutes(1)),
                clock,
                thread);
        large.start();
        List<CompletionStage<PresenceEvent>> answers = IntStream.range(0, 50)
                .mapToObj(i -> large.watch(session(), many(i * 500, (i + 1) * 500)))
                .toList();

        step(20);

        assertThat(board.looks.stream().mapToInt(List::size).sum()).isBetween(9_500, 10_500);
        assertThat(board.looks).allSatisfy(page -> assertThat(page).hasSizeLessThanOrEqualTo(500));
        step(40);
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(Stages.get(answer).getUsersCount()).isEqualTo(500));
    }

    @Test
    void failsWhatIsAsked_whenTheSessionEndsMeanwhile() {
        board.slow = true;
        LocalSession session = session();
        CompletionStage<PresenceEvent> answer = watch.watch(session, List.of(ANN));
        watch.left(session);
        thread.run();

        assertThat(Stages.failure(answer)).isInstanceOf(StateUnavailableException.class);
        step(100);
        assertThat(board.lookedFor(ANN)).isEqualTo(1);
    }
}
