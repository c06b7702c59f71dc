package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.yizhan.access.NodeLinks;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LinkReportsTest {
    private static final NodeId FIRST = new NodeId(7);
    private static final NodeId NEXT = new NodeId(8);
    private static final Optional<NodeLinks.Sent> SENT = Optional.of(new NodeLinks.Sent(5, 1_000, 7, 1));

    private final Board board = new Board();
    private final Scheduler scheduler = new Scheduler();
    private final List<LinkStatus> links = new ArrayList<>();
    private final List<Incarnation> lives = new ArrayList<>(List.of(new Incarnation(FIRST, 70)));
    private final LinkReports reports = new LinkReports(board, () -> List.copyOf(links), this::self, scheduler);
    private final Logger logger = (Logger) LoggerFactory.getLogger(LinkReports.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void close() {
        reports.close();
        scheduler.shutdownNow();
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    @Test
    void saysHowEachLinkIs() {
        links.add(link(1, LinkStatus.State.UP, false));
        links.add(link(2, LinkStatus.State.CONNECTING, false));
        links.add(link(3, LinkStatus.State.UP, true));
        reports.start();

        scheduler.run();

        assertThat(board.said)
                .containsOnly(Map.entry(
                        FIRST,
                        List.of(
                                new NodeLinks.Link(new NodeId(1), "UP", SENT),
                                new NodeLinks.Link(new NodeId(2), "CONNECTING", SENT),
                                new NodeLinks.Link(new NodeId(3), "SUSPECT", SENT))));
    }

    @Test
    void beginsAtOnce_andSpeaksForThePresentLife() {
        reports.start();
        assertThat(scheduler.firstDelayMs).isZero();
        assertThat(scheduler.periodMs).isEqualTo(5_000);
        scheduler.run();

        lives.add(new Incarnation(NEXT, 80));
        scheduler.run();

        assertThat(board.said).containsOnlyKeys(FIRST, NEXT);
    }

    @Test
    void goesOnAfterFailures_andWarnsOnceOfThem() {
        reports.start();
        board.away = true;
        scheduler.run();
        scheduler.run();
        assertThat(levels()).containsExactly(Level.WARN);

        board.away = false;
        scheduler.run();
        scheduler.run();
        assertThat(board.said).containsOnlyKeys(FIRST);
        assertThat(levels()).containsExactly(Level.WARN, Level.INFO);
    }

    @Test
    void triesAgain_whenThisWorkerHasNotJoined() {
        lives.clear();
        reports.start();
        scheduler.run();
        assertThat(board.said).isEmpty();

        lives.add(new Incarnation(FIRST, 70));
        scheduler.run();
        assertThat(board.said).containsOnlyKeys(FIRST);
    }

    @Test
    void saysNothingMore_onceClosed() {
        reports.start();
        reports.close();

        assertThat(scheduler.handle.isCancelled()).isTrue();
    }

    private Incarnation self() {
        if (lives.isEmpty()) {
            throw new IllegalStateException("Has not joined");
        }
        return lives.get(lives.size() - 1);
    }

    private List<Level> levels() {
        return logged.list.stream().map(ILoggingEvent::getLevel).toList();
    }

    private static LinkStatus link(long peer, LinkStatus.State state, boolean suspect) {
        return new LinkStatus(
                new Incarnation(new NodeId(peer), peer * 10), state, suspect, 0, 0, new LinkTraffic(5, 1_000, 7, 1));
    }

    private static final class Board implements NodeLinks {
        private final Map<NodeId, List<Link>> said = new HashMap<>();
        private boolean away;

        @Override
        public void publish(NodeId self, List<Link> links) {
            if (away) {
                throw new IllegalStateException("The store is away");
            }
            said.put(self, links);
        }

        @Override
        public Map<NodeId, List<Link>> find(Collection<NodeId> nodes) {
            return Map.copyOf(said);
        }
    }

    /** Runs what is to be repeated only when told. */
    private static final class Scheduler extends ScheduledThreadPoolExecutor {
        private Runnable repeated = () -> {};
        private ScheduledFuture<?> handle;
        private long firstDelayMs = -1;
        private long periodMs = -1;

        Scheduler() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long first, long delay, TimeUnit unit) {
            repeated = command;
            firstDelayMs = unit.toMillis(first);
            periodMs = unit.toMillis(delay);
            handle = schedule(() -> {}, 1, TimeUnit.DAYS);
            return handle;
        }

        void run() {
            repeated.run();
        }
    }
}
