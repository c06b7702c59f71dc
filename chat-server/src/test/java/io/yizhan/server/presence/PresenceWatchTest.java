package io.yizhan.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.PresenceEvent;
import io.yizhan.identity.UserId;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.state.Sighting;
import io.yizhan.server.state.Stages;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lists of several sessions on one worker, step by step, a tenth of a second each. */
class PresenceWatchTest extends PresenceWatchFixture {
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
}
