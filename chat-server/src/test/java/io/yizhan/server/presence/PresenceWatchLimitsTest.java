package io.yizhan.server.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import chat.v2.PresenceEvent;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Stages;
import io.yizhan.server.state.StateUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is not to be had: a registry that is away, readers who do not read, too many watched. */
class PresenceWatchLimitsTest extends PresenceWatchFixture {
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
