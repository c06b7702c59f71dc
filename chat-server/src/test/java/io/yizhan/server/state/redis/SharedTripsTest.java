package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The threads run when the test lets them. */
class SharedTripsTest {
    private static final ScriptCall SCRIPT = new ScriptCall(LuaScript.load("seen"), List.of("k"), List.of());

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<List<String>> trips = new ArrayList<>();
    private final SharedTrips shared = new SharedTrips(threads::add, 500, this::trip);
    /** What is asked for while the first trip is under way. */
    private Runnable meanwhile = () -> {};

    private void trip(List<SharedTrips.Ask> asks) {
        trips.add(asks.stream().map(SharedTrips.Ask::what).toList());
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
    }

    private void ask(String what, int scripts) {
        shared.add(new SharedTrips.Ask(what, Collections.nCopies(scripts, SCRIPT), 0, new CompletableFuture<>()));
    }

    private void run() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void takesAllThatWaits_whenItsThreadRuns() {
        ask("a", 1);
        ask("b", 2);
        ask("c", 1);
        assertThat(threads).as("woken once").hasSize(1);

        run();
        ask("d", 1);
        run();

        assertThat(trips).containsExactly(List.of("a", "b", "c"), List.of("d"));
    }

    @Test
    void takesAnotherThread_forWhatComesWhileOneIsUnderWay_butNotForEach() {
        meanwhile = () -> {
            for (int i = 0; i < 10; i++) {
                ask("late " + i, 1);
            }
            assertThat(threads).hasSize(1);
            threads.remove().run();
        };
        ask("first", 1);
        run();

        assertThat(trips).hasSize(2);
        assertThat(trips.get(1)).hasSize(10);
    }

    @Test
    void takesNoMoreThreads_thanAreOfUse() {
        for (int i = 0; i < 10; i++) {
            Runnable next = meanwhile;
            int number = i;
            meanwhile = () -> {
                Runnable inner = next;
                meanwhile = inner;
                ask("nested " + number, 1);
                if (!threads.isEmpty()) {
                    threads.remove().run();
                }
            };
        }
        ask("first", 1);
        assertThat(threads).hasSize(1);

        run();

        assertThat(trips.stream().flatMap(List::stream)).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void takesAHundredOrSoScriptsAtOnce_andWhatIsLargerByItself() {
        for (int i = 0; i < 5; i++) {
            ask("small " + i, 50);
        }
        ask("large", 400);
        ask("next", 1);

        run();

        assertThat(trips)
                .containsExactly(
                        List.of("small 0", "small 1"),
                        List.of("small 2", "small 3"),
                        List.of("small 4"),
                        List.of("large"),
                        List.of("next"));
    }

    @Test
    void refuses_whereTooManyWait_andTakesAgainWhenTheyAreGone() {
        for (int i = 0; i < 500; i++) {
            ask("one", 1);
        }

        assertThatThrownBy(() -> ask("one more", 1)).isInstanceOf(RejectedExecutionException.class);
        run();
        ask("again", 1);
        run();

        assertThat(trips.get(trips.size() - 1)).containsExactly("again");
    }

    @Test
    void refuses_whereNoThreadComes_andForgetsWhatWasAsked() {
        List<List<String>> made = new ArrayList<>();
        Queue<Runnable> later = new ArrayDeque<>();
        boolean[] closed = {true};
        SharedTrips closing = new SharedTrips(
                task -> {
                    if (closed[0]) {
                        throw new RejectedExecutionException("Closed");
                    }
                    later.add(task);
                },
                10,
                asks -> made.add(asks.stream().map(SharedTrips.Ask::what).toList()));
        SharedTrips.Ask refused = new SharedTrips.Ask("refused", List.of(SCRIPT), 0, new CompletableFuture<>());
        assertThatThrownBy(() -> closing.add(refused)).isInstanceOf(RejectedExecutionException.class);

        closed[0] = false;
        closing.add(new SharedTrips.Ask("taken", List.of(SCRIPT), 0, new CompletableFuture<>()));
        later.remove().run();

        assertThat(made).containsExactly(List.of("taken"));
    }
}
