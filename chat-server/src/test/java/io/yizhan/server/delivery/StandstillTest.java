package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.LAPTOP;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.SendResponse;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SessionRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A worker stands still at each step between taking a send and answering it, while readers have everything that was
 * given out declared empty: what it says when it wakes is what the store holds, and nothing is lost or there twice.
 */
class StandstillTest {
    private static final DeliveryConfig CONFIG =
            new DeliveryConfig(1, 100, 50, Duration.ofSeconds(8), Duration.ofSeconds(10), World.RECALL_WINDOW, true);
    /** The threads of the one lane there is. */
    private static final String LANE = "lane-0";

    private static final String TELLING = "lane-tells-0";

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 60})
    void saysWhatIsStored_whereverItStandsStill(int seconds) {
        assertThat(standStillEverywhere(LANE, seconds, false))
                .contains(
                        "before Sequencer.allocate",
                        "after Sequencer.allocate",
                        "before MessageLog.append",
                        "after MessageLog.append",
                        "after DeliveryClock.nanos",
                        "before Sequencer.markStored",
                        "before SessionRegistry.find");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 60})
    void saysWhatIsStored_whereverItStandsStillWhileItRecoversAPendingSend(int seconds) {
        assertThat(standStillEverywhere(LANE, seconds, true))
                .contains("before Sequencer.renumber", "after Sequencer.renumber", "after MessageLog.append");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 12, 60})
    void saysWhatIsStored_whereverItStandsStillWhileItTells(int seconds) {
        assertThat(standStillEverywhere(TELLING, seconds, false))
                .contains("before DeliveryClock.nanos", "after DeliveryClock.nanos");
    }

    /** One run for each point, until there are no more; says which there are. */
    private static Set<String> standStillEverywhere(String thread, int seconds, boolean pending) {
        Set<String> stoodAt = new HashSet<>();
        for (int stopAt = 1; ; stopAt++) {
            Run run = new Run(thread, stopAt, seconds, pending);
            run.sendAndSendAgain();
            if (!run.points.wasReached()) {
                return stoodAt;
            }
            stoodAt.add(run.points.where());
        }
    }

    /** One worker, and the others, who only look and declare. */
    private static final class Run {
        private final World world = new World();
        private final TailCloser others = world.tail();
        private final StopPoints points;
        private final Lanes lanes;
        private final World.Device bob;
        private final int stopAt;
        private final int seconds;

        Run(String thread, int stopAt, int seconds, boolean pending) {
            this.stopAt = stopAt;
            this.seconds = seconds;
            if (pending) {
                leaveLate();
            }
            this.points = new StopPoints(thread, stopAt, this::whileItStands);
            DeliveryPorts ports = new DeliveryPorts(
                    points.watched(Sequencer.class, world.sequencer),
                    points.watched(SessionRegistry.class, world.registry),
                    points.watched(ConversationIndex.class, world.index),
                    points.watched(Positions.class, world.positions),
                    points.watched(MessageLog.class, world.log),
                    world.store,
                    NoGroups.ports());
            DeliveryClock clock = points.watched(DeliveryClock.class, world.clock);
            MessageRouter router = new MessageRouter(new SessionLocator(world.sessions, world.peers));
            Renumbering late = new Renumbering(ports, router, clock, CONFIG.storeDeadline());
            world.log.does(batch -> world.persist(batch, late));
            this.lanes = new Lanes(CONFIG, ports, router, new MessageIds(clock, () -> World.SELF), clock);
            this.bob = world.local(BOB, LAPTOP);
        }

        /** The send was numbered once before, its worker died, and its number is empty by now. */
        private void leaveLate() {
            try (Lanes dead = world.lanes(1, 10, 10)) {
                world.log.fails();
                dead.start();
                World.refused(dead.send(toBob(1, "text")));
                world.log.does(world::persist);
            }
            world.store.write(List.of(new LogRecord.Void(ANN_BOB, 1, 1)));
        }

        private void whileItStands() {
            look();
            world.clock.go(seconds * 500L);
            look();
            world.clock.go(seconds * 500L);
            look();
        }

        /** A reader of another worker. */
        private void look() {
            others.saw(ANN_BOB, head(), rows().completeTo());
        }

        private long head() {
            return world.sequencer
                    .heads(List.of(ANN_BOB))
                    .toCompletableFuture()
                    .join()
                    .getOrDefault(ANN_BOB, 0L);
        }

        private Slice rows() {
            return world.store
                    .read(new Range(ANN_BOB, 1, Long.MAX_VALUE, 100, Integer.MAX_VALUE, false))
                    .toCompletableFuture()
                    .join();
        }

        void sendAndSendAgain() {
            List<SendResponse> answers = new ArrayList<>();
            lanes.start();
            SendOutcome first = World.outcome(lanes.send(toBob(1, "text")));
            if (first instanceof SendOutcome.Stored stored) {
                answers.add(stored.response());
                soon(this::isTold);
            }
            // what is sent while it stands has waited for as long
            soon(() -> !points.isStanding());
            answers.add(World.stored(lanes.send(toBob(1, "text"))));
            answers.add(World.stored(lanes.send(toBob(1, "text"))));
            // closing waits for no longer than a store may take, of which standing still takes all
            soon(this::isTold);
            lanes.close();
            look();
            world.clock.go(10_000);
            look();
            check(answers);
        }

        /** Looks often, since there are hundreds of runs. */
        private static void soon(Callable<Boolean> isSo) {
            await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(isSo);
        }

        private boolean isTold() {
            return !bob.written().isEmpty();
        }

        private void check(List<SendResponse> answers) {
            String where = "stop " + stopAt + ", " + points.where() + ", " + seconds + " s";
            assertThat(rows().messages()).as(where).hasSize(1);
            Message row = rows().messages().get(0);
            assertThat(answers).as(where).allSatisfy(answer -> {
                assertThat(answer.getSeq()).isEqualTo(row.getSeq());
                assertThat(answer.getMessageId()).isEqualTo(row.getMessageId());
                assertThat(answer.getServerTimeMs()).isEqualTo(row.getServerTimeMs());
            });
            assertThat(answers.stream().filter(answer -> !answer.getDuplicate()))
                    .as(where)
                    .hasSizeLessThanOrEqualTo(1);
            assertThat(rows().completeTo()).as(where).isEqualTo(head());
            assertThat(bob.written().stream().flatMap(frame -> frame.getPush().getMessagesList().stream()))
                    .as(where)
                    .isNotEmpty()
                    .allSatisfy(message -> assertThat(message.getMessageId()).isEqualTo(row.getMessageId()));
            assertThat(world.catchUp()
                            .pull(
                                    ANN,
                                    PullRequest.newBuilder()
                                            .setConversationId(ANN_BOB.value())
                                            .build())
                            .toCompletableFuture()
                            .join()
                            .getMessagesList())
                    .as(where)
                    .containsExactly(row);
            assertThat(row.getFromDeviceId()).isEqualTo(PHONE.value());
        }
    }
}
