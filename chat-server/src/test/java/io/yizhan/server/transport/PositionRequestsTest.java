package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.DeliveryAck;
import chat.v2.Frame;
import chat.v2.Position;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SessionId;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.OnLoop;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.state.StateUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PositionRequestsTest {
    private static final String TEAM = "g:team";
    private static final String CLUB = "g:club";
    private static final String BOB = "d:ann:bob";
    private static final long STEP_MS = 100;

    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(clock).build();
    private final LocalSession session =
            new LocalSession(new UserId("ann"), new DeviceId("phone"), 1, new SessionId("s"), channel, OnLoop.shared());
    private final Fakes fakes = new Fakes();
    private final PositionRequests requests = new PositionRequests(
            session,
            new Replies(session, new InboundGate(channel), channel.eventLoop()),
            fakes.services().receipts());

    @BeforeEach
    void logIn() {
        session.activate(new SessionAddress(session.user(), session.device(), 1, Fakes.SELF, session.id(), 1));
        session.start(Frame.getDefaultInstance());
        session.told(TEAM, 100);
        session.told(CLUB, 100);
        session.told(BOB, 100);
    }

    private static Position at(String conversation, long seq) {
        return Position.newBuilder().setConversationId(conversation).setSeq(seq).build();
    }

    private void acknowledge(Position... positions) {
        requests.delivered(
                0, DeliveryAck.newBuilder().addAllPositions(List.of(positions)).build());
    }

    private void pass(long millis) {
        clock.advance(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void writesWhereItIsInGroups_atOnce_thenTheHighestOnceInAWhile() {
        acknowledge(at(TEAM, 1));
        acknowledge(at(TEAM, 2));
        acknowledge(at(TEAM, 4), at(CLUB, 7));
        acknowledge(at(TEAM, 3));
        assertThat(fakes.delivered).containsExactly(at(TEAM, 1));

        pass(PacedPositions.SHORTEST_PAUSE_MS - 1);
        assertThat(fakes.delivered).hasSize(1);
        pass(1 + PacedPositions.LONGEST_PAUSE_MS - PacedPositions.SHORTEST_PAUSE_MS);
        assertThat(fakes.delivered).containsExactly(at(TEAM, 1), at(TEAM, 4), at(CLUB, 7));

        pass(2 * PacedPositions.LONGEST_PAUSE_MS);
        acknowledge(at(CLUB, 8));
        assertThat(fakes.delivered).hasSize(4).endsWith(at(CLUB, 8));
    }

    /** Who were reached by one message do not write together for good. */
    @Test
    void pausesDiffer() {
        acknowledge(at(TEAM, 1));
        int most = (int) (PacedPositions.LONGEST_PAUSE_MS / STEP_MS);
        List<Integer> written = new ArrayList<>();
        for (int seq = 2; seq <= 20; seq++) {
            acknowledge(at(TEAM, seq));
            int before = fakes.delivered.size();
            int waited = 0;
            while (fakes.delivered.size() == before && waited <= most) {
                pass(STEP_MS);
                waited++;
            }
            written.add(waited);
        }
        assertThat(written).allSatisfy(steps -> assertThat(steps).isBetween(most / 3, most));
        assertThat(Set.copyOf(written)).hasSizeGreaterThan(2);
    }

    @Test
    void writesAtOnceWhereItIsWithAnother_whoIsToldOfIt() {
        acknowledge(at(TEAM, 1));
        acknowledge(at(BOB, 1));
        acknowledge(at(BOB, 2), at(TEAM, 2));
        assertThat(fakes.delivered).containsExactly(at(TEAM, 1), at(BOB, 1), at(BOB, 2));
    }

    /** They are checked, and a bad one is answered. */
    @Test
    void letsNothingWaitThatItWasNotToldOf() {
        acknowledge(at(TEAM, 1));
        acknowledge(at(TEAM, 101));
        assertThat(fakes.delivered).containsExactly(at(TEAM, 1), at(TEAM, 101));
    }

    @Test
    void writesWhatWaits_whenTheConnectionIsGone() {
        acknowledge(at(TEAM, 1));
        acknowledge(at(TEAM, 2));
        requests.end();
        assertThat(fakes.delivered).containsExactly(at(TEAM, 1), at(TEAM, 2));
        pass(PacedPositions.LONGEST_PAUSE_MS);
        assertThat(fakes.delivered).hasSize(2);
    }

    @Test
    void writesAgain_whatAStoreThatWasAwayDidNotTake() {
        fakes.receipt = positions -> CompletableFuture.failedFuture(
                new StateUnavailableException("Redis is away", new IllegalStateException()));
        acknowledge(at(TEAM, 1));
        acknowledge(at(TEAM, 2));
        fakes.receipt = positions -> CompletableFuture.completedFuture(null);

        pass(PacedPositions.LONGEST_PAUSE_MS);
        assertThat(fakes.delivered).containsExactly(at(TEAM, 1), at(TEAM, 2));
        pass(PacedPositions.LONGEST_PAUSE_MS);
        assertThat(fakes.delivered).hasSize(2);
    }
}
