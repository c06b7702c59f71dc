package io.yizhan.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.Position;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.SharedFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Groups in turns on one event loop. */
class FanOutTest {
    private static final int MANY = 5 * LoopTurns.SLICE;

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final LoopTurns turns = new LoopTurns(loop.eventLoop());
    private final FanOut fanOut = new FanOut();
    private final List<Written> written = new ArrayList<>();

    /** Of one session for each user, to whom all is said from number 1 on. */
    private LoopGroup group(String... users) {
        LoopGroup group = new LoopGroup(fanOut, turns);
        for (String user : users) {
            group.add(session(user), 1);
        }
        return group;
    }

    private LoopGroup groupOfMany() {
        return group(IntStream.range(0, MANY).mapToObj(i -> "user" + i).toArray(String[]::new));
    }

    private LocalSession session(String user) {
        return session(user, OnLoop.shared());
    }

    private LocalSession session(String user, PushShared shared) {
        EmbeddedChannel channel = new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
            @Override
            public void write(ChannelHandlerContext context, Object frame, ChannelPromise promise) {
                record(user, frame);
                promise.setSuccess();
            }
        });
        LocalSession session =
                new LocalSession(new UserId(user), new DeviceId("phone"), 1, new SessionId(user), channel, shared);
        session.start(DeviceOnAChannel.WELCOME);
        written.clear();
        return session;
    }

    /** Each message by itself, also those of one frame. */
    private void record(String user, Object one) {
        Frame frame = one instanceof SharedFrame shared ? shared.frame() : (Frame) one;
        frame.getPush().getMessagesList().forEach(message -> written.add(new Written(user, one, message.getSeq())));
        if (!frame.hasPush()) {
            written.add(new Written(user, one, 0));
        }
    }

    private static Message message(String group, long seq, String from) {
        return Message.newBuilder()
                .setConversationId("g:" + group)
                .setSeq(seq)
                .setMessageId(seq)
                .setFromUserId(from)
                .setFromDeviceId("phone")
                .build();
    }

    @Test
    void tellsAQuietGroup_andRunsOtherTasks_betweenTheSlicesOfAHotOne() {
        LoopGroup hot = groupOfMany();
        LoopGroup quiet = group("ann");
        loop.runPendingTasks();

        for (long seq = 1; seq <= 5; seq++) {
            hot.push(message("hot", seq, "x"));
        }
        quiet.push(message("quiet", 1, "x"));
        loop.eventLoop().execute(() -> written.add(new Written("a task", "", 0)));
        loop.runPendingTasks();

        assertThat(written).hasSize(5 * MANY + 2);
        assertThat(framesBefore("ann")).isLessThanOrEqualTo(2 * LoopTurns.SLICE);
        assertThat(framesBefore("a task")).isLessThanOrEqualTo(2 * LoopTurns.SLICE);
        for (String user : List.of("user0", "user" + (MANY - 1))) {
            assertThat(written.stream().filter(one -> one.user().equals(user)).map(Written::seq))
                    .containsExactly(1L, 2L, 3L, 4L, 5L);
        }
    }

    @Test
    void tellsFewerSessionsInATurn_whereARoundIsLong() {
        LoopGroup hot = groupOfMany();
        LoopGroup quiet = group("ann");
        loop.runPendingTasks();

        for (long seq = 1; seq <= LoopGroup.MOST_IN_ROUND; seq++) {
            hot.push(message("hot", seq, "x"));
        }
        quiet.push(message("quiet", 1, "x"));
        loop.runPendingTasks();

        assertThat(framesBefore("ann")).isLessThanOrEqualTo(2 * LoopTurns.SLICE / 8);
        assertThat(written).hasSize(LoopGroup.MOST_IN_ROUND * MANY + 1);
    }

    private long framesBefore(String user) {
        return written.stream()
                .takeWhile(one -> !one.user().equals(user))
                .map(one -> List.of(one.user(), one.frame()))
                .distinct()
                .count();
    }

    @Test
    void encodesOnce_andPushesNeitherToTheSenderNorFromBeforeTheBeginning() {
        LoopGroup group = group("ann", "bob", "carol");
        group.add(session("dave"), 8);
        group.push(message("g", 7, "ann"));
        loop.runPendingTasks();

        assertThat(written).extracting(Written::user).containsExactly("bob", "carol");
        assertThat(written.get(0).frame()).isSameAs(written.get(1).frame());
        assertThat(fanOut.pushed()).isEqualTo(4);
    }

    @Test
    void tellsARoundInOneFrame_thatAllShare_andLeavesOutWhatIsNotForOne() {
        LoopGroup group = group("ann", "bob", "carol");
        group.add(session("dave"), 3);
        LocalSession late = session("erin");
        group.add(late, 1);
        late.acknowledge(
                List.of(Position.newBuilder().setConversationId("g:g").setSeq(2).build()));
        group.push(message("g", 1, "x"));
        group.push(message("g", 2, "ann"));
        group.push(message("g", 3, "x"));
        loop.runPendingTasks();

        assertThat(written)
                .extracting(one -> one.user() + one.seq())
                .containsExactly(
                        "ann1", "ann3", "bob1", "bob2", "bob3", "carol1", "carol2", "carol3", "dave3", "erin3");
        assertThat(framesOf("bob")).hasSize(1).isEqualTo(framesOf("carol"));
        assertThat(framesOf("ann")).hasSize(1).isNotEqualTo(framesOf("bob"));
    }

    private Set<Object> framesOf(String user) {
        return written.stream()
                .filter(one -> one.user().equals(user))
                .map(Written::frame)
                .collect(Collectors.toSet());
    }

    @Test
    void letsSessionsComeAndGoBetweenTwoMessages() {
        LoopGroup group = group();
        LocalSession ann = session("ann");
        LocalSession bob = session("bob");
        group.add(ann, 1);
        group.push(message("g", 1, "x"));
        group.add(bob, 2);
        group.push(message("g", 2, "x"));
        group.part(ann);
        group.push(message("g", 3, "x"));
        loop.runPendingTasks();

        assertThat(written).extracting(one -> one.user() + one.seq()).containsExactly("ann1", "ann2", "bob2", "bob3");
    }

    @Test
    void tellsEachSessionAllThatWaits_asManyAtOnceAsInARound() {
        LoopGroup group = group("ann", "bob");
        for (long seq = 1; seq <= LoopGroup.MOST_IN_ROUND + 1; seq++) {
            group.push(message("g", seq, "x"));
        }
        loop.runPendingTasks();

        List<String> order = written.stream().map(one -> one.user() + one.seq()).toList();
        int round = LoopGroup.MOST_IN_ROUND;
        assertThat(order.subList(0, 2)).containsExactly("ann1", "ann2");
        assertThat(order.subList(round, round + 2)).containsExactly("bob1", "bob2");
        assertThat(order.subList(2 * round, 2 * round + 2)).containsExactly("ann" + (round + 1), "bob" + (round + 1));
        assertThat(group.room()).isEqualTo(LoopGroup.MOST_IN_ROUND);
    }

    @Test
    void letsAHotGroupRest_whereTurnsComeLate_andTellsAQuietOneMeanwhile() {
        loop.freezeTime();
        LoopGroup hot = groupOfMany();
        LoopGroup quiet = group("ann");
        loop.runPendingTasks();

        hot.push(message("hot", 1, "x"));
        loop.eventLoop().execute(() -> loop.advanceTimeBy(200, TimeUnit.MILLISECONDS));
        loop.runPendingTasks();
        assertThat(written).as("a slice, then it rests").hasSize(LoopTurns.SLICE);
        assertThat(hot.room()).as("and what comes gathers").isZero();
        quiet.push(message("quiet", 1, "x"));
        loop.runPendingTasks();
        assertThat(written.get(LoopTurns.SLICE).user()).isEqualTo("ann");
        assertThat(written).hasSize(LoopTurns.SLICE + 1);

        for (int turn = 1; turn < MANY / LoopTurns.SLICE; turn++) {
            loop.advanceTimeBy(10, TimeUnit.MILLISECONDS);
            loop.runPendingTasks(); // it is woken
            loop.runPendingTasks();
        }
        assertThat(written).as("everybody").hasSize(MANY + 1);
        assertThat(hot.room()).isEqualTo(LoopGroup.MOST_IN_ROUND);
    }

    @Test
    void pushesInOrder_whatTwoWorkersWereSentAtOnce() {
        loop.freezeTime();
        LoopGroup group = group("ann");
        group.push(message("g", 1, "x"));
        group.push(message("g", 3, "x"));
        loop.runPendingTasks();
        assertThat(written).extracting(Written::seq).containsExactly(1L);

        group.push(message("g", 2, "x"));
        loop.runPendingTasks();
        assertThat(written).extracting(Written::seq).containsExactly(1L, 2L, 3L);

        group.push(message("g", 5, "x"));
        loop.runPendingTasks();
        loop.advanceTimeBy(Reordering.PATIENCE, TimeUnit.NANOSECONDS);
        loop.runPendingTasks(); // it is woken
        loop.runPendingTasks();
        assertThat(written).as("4 does not come").extracting(Written::seq).containsExactly(1L, 2L, 3L, 5L);
        assertThat(group.room()).isEqualTo(LoopGroup.MOST_IN_ROUND);
    }

    @Test
    void closesASessionThatCannotBeTold_andGoesOnWithTheOthers() {
        LoopGroup group = group();
        PushShared broken = PushShared.of(PushSettings.DEFAULT, (at, nanos, task) -> {
            throw new IllegalStateException("no wheel");
        });
        LocalSession bob = session("bob", broken);
        group.add(session("ann"), 1);
        group.add(bob, 1);
        group.add(session("carol"), 1);
        group.push(message("g", 1, "x"));
        group.push(message("g", 2, "x"));
        loop.runPendingTasks();

        assertThat(written.stream().filter(Written::isPush))
                .extracting(one -> one.user() + one.seq())
                .containsExactly("ann1", "ann2", "bob1", "bob2", "carol1", "carol2");
        assertThat(bob.isEnded()).isTrue();
    }

    @Test
    void namesTheHead_whereMoreComesThanCanBeTold() {
        LoopGroup group = group("ann");
        int most = LoopGroup.MOST_WAITING;
        for (long seq = 1; seq <= most + 50; seq++) {
            group.push(message("g", seq, "x"));
        }
        loop.runPendingTasks();

        Head head = written.get(written.size() - 1).head();
        assertThat(head.getHeadSeq()).isEqualTo(most + 50);
    }

    private record Written(String user, Object frame, long seq) {
        boolean isPush() {
            return seq > 0;
        }

        Head head() {
            return ((Frame) frame).getHeadNotice().getHeads(0);
        }
    }
}
