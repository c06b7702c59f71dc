package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.ConversationIndex.Activity;
import io.yizhan.server.state.ConversationIndex.Page;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ConversationIndex} keeps. */
public abstract class ConversationIndexContract {
    private static final long TIME = 1_800_000_000_000L;

    private final UserId alice = new UserId("alice" + Long.toString(System.nanoTime(), Character.MAX_RADIX));

    protected abstract ConversationIndex index();

    private Activity with(String peer, long timeMs) {
        return new Activity(alice, ConversationId.direct(alice, new UserId(peer)), timeMs);
    }

    @Test
    void listsTheMostRecentlyActiveFirst_ofThisUserOnly() {
        ConversationIndex index = index();
        UserId bob = new UserId("bob");
        Stages.get(index.touch(List.of(
                with("bob", TIME),
                with("carol", TIME + 2),
                new Activity(bob, ConversationId.direct(alice, bob), TIME),
                with("dan", TIME + 1))));

        assertThat(Stages.get(index.list(alice, 0, 0, 10)))
                .containsExactly(with("carol", TIME + 2), with("dan", TIME + 1), with("bob", TIME));
        assertThat(Stages.get(index.list(new UserId("x" + alice), 0, 0, 10))).isEmpty();
    }

    @Test
    void freshensButNeverGoesBack() {
        ConversationIndex index = index();
        Stages.get(index.touch(List.of(with("bob", TIME), with("carol", TIME + 1))));
        Stages.get(index.touch(List.of(with("bob", TIME + 2), with("carol", TIME - 5))));
        Stages.get(index.touch(List.of()));

        assertThat(Stages.get(index.list(alice, 0, 0, 10)))
                .containsExactly(with("bob", TIME + 2), with("carol", TIME + 1));
    }

    @Test
    void listsWhatWasRaisedFirst_whateverItsClockSaid() {
        ConversationIndex index = index();
        Stages.get(index.touch(List.of(with("bob", TIME), with("carol", TIME + 7))));
        Stages.get(index.raise(List.of(with("bob", TIME - 3_600_000), with("dan", TIME - 1))));
        Stages.get(index.raise(List.of()));

        assertThat(Stages.get(index.list(alice, TIME + 8, 0, 10)))
                .containsExactly(with("dan", TIME + 9), with("bob", TIME + 8));

        Stages.get(index.raise(List.of(with("carol", TIME + 1_000))));
        assertThat(Stages.get(index.list(alice, TIME + 10, 0, 10))).containsExactly(with("carol", TIME + 1_000));
    }

    @Test
    void letsNobodyMissWhatIsRaised_whoAsksForLaterThanTheNewest() {
        ConversationIndex index = index();

        Race.of(20, i -> {
            Stages.get(index.raise(List.of(with("u" + i, TIME - 10 * i))));
            long newest = Stages.get(index.list(alice, 0, 0, 1)).get(0).timeMs();
            Stages.get(index.raise(List.of(with("u" + i, TIME - 10 * i))));
            assertThat(Stages.get(index.list(alice, newest + 1, 0, 100)))
                    .extracting(Activity::conversation)
                    .contains(with("u" + i, 0).conversation());
            return newest;
        });

        assertThat(Stages.get(index.list(alice, 0, 0, 100)))
                .extracting(Activity::timeMs)
                .doesNotHaveDuplicates();
    }

    @Test
    void livesOn_whateverIsRaised() {
        ConversationIndex index = index();
        String life = Stages.get(index.page(alice, 0, 0, 10)).life();
        Stages.get(index.raise(List.of(with("bob", TIME))));

        assertThat(Stages.get(index.page(alice, TIME + 1, 0, 10))).isEqualTo(new Page(life, List.of()));
        assertThat(Stages.get(index.page(alice, TIME, 0, 10))).isEqualTo(new Page(life, List.of(with("bob", TIME))));
    }

    @Test
    void pagesWithoutLossOrRepeat() {
        ConversationIndex index = index();
        List<Activity> all = IntStream.range(0, 25)
                .mapToObj(i -> with("u" + i, TIME + i / 2))
                .toList();
        Stages.get(index.touch(all));

        List<Activity> paged = IntStream.of(0, 10, 20, 30)
                .mapToObj(offset -> Stages.get(index.list(alice, 0, offset, 10)))
                .flatMap(List::stream)
                .toList();

        assertThat(paged).containsExactlyInAnyOrderElementsOf(all);
        assertThat(paged).extracting(activity -> -activity.timeMs()).isSorted();
    }

    @Test
    void leavesOutWhatWasNotActiveSince() {
        ConversationIndex index = index();
        Stages.get(index.touch(List.of(with("bob", TIME), with("carol", TIME + 1), with("dan", TIME + 2))));

        assertThat(Stages.get(index.list(alice, TIME + 1, 0, 10)))
                .containsExactly(with("dan", TIME + 2), with("carol", TIME + 1));
    }

    @Test
    void keepsTheLatestTime_whenManyTouchAtOnce() {
        ConversationIndex index = index();

        Race.of(20, i -> Stages.get(index.touch(List.of(with("bob", TIME + i)))));

        assertThat(Stages.get(index.list(alice, 0, 0, 10))).containsExactly(with("bob", TIME + 19));
    }
}
