package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link EpochRegister} keeps. */
public abstract class EpochRegisterContract {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Another worker's access to the same one, which no test has used before. */
    protected abstract EpochRegister register();

    private static long raise(EpochRegister register, long other) {
        try (EpochRegister.Turn turn = register.turn(LIMIT)) {
            return turn.raise(other);
        }
    }

    @Test
    void beginsWithZero_andAscends_forEachWorker() {
        EpochRegister one = register();
        EpochRegister two = register();

        assertThat(List.of(
                        raise(one, EpochRegister.NONE), raise(two, EpochRegister.NONE), raise(one, 0), raise(two, 1)))
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void tellsTheEpochAsItIs() {
        EpochRegister one = register();
        try (EpochRegister.Turn turn = one.turn(LIMIT)) {
            assertThat(turn.present()).isEqualTo(EpochRegister.NONE);
            turn.raise(4);
            assertThat(turn.present()).isEqualTo(5);
        }
        try (EpochRegister.Turn turn = register().turn(LIMIT)) {
            assertThat(turn.present()).isEqualTo(5);
        }
    }

    @Test
    void rises_aboveAnEpochThatIsInUseElsewhere() {
        assertThat(raise(register(), 7)).isEqualTo(8);
        assertThat(raise(register(), 3)).isEqualTo(9);
    }

    @Test
    void givesEachEpochOnce_whenManyRaiseAtOnce() {
        AtomicInteger inside = new AtomicInteger();

        List<Long> epochs = Race.of(8, thread -> {
            EpochRegister register = register();
            try (EpochRegister.Turn turn = register.turn(LIMIT)) {
                assertThat(inside.incrementAndGet()).as("turns at once").isEqualTo(1);
                long epoch = turn.raise(EpochRegister.NONE);
                inside.decrementAndGet();
                return epoch;
            }
        });

        assertThat(epochs)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 8).boxed().toList());
    }

    @Test
    void keepsOthersOut_whileATurnLasts() {
        try (EpochRegister.Turn turn = register().turn(LIMIT)) {
            assertThat(turn.raise(EpochRegister.NONE)).isZero();
            EpochRegister other = register();
            List<Throwable> refused = Race.of(1, thread -> refusal(other));
            assertThat(refused.get(0))
                    .isInstanceOf(StateUnavailableException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
        assertThat(raise(register(), EpochRegister.NONE)).isEqualTo(1);
    }

    private static Throwable refusal(EpochRegister register) {
        try (EpochRegister.Turn turn = register.turn(Duration.ofMillis(50))) {
            throw new AssertionError("Had a turn meanwhile: " + turn);
        } catch (StateUnavailableException e) {
            return e;
        }
    }

    @Test
    void refusesToRiseBeyondTheHighest() {
        EpochRegister register = register();
        assertThat(raise(register, EpochRegister.HIGHEST - 1)).isEqualTo(EpochRegister.HIGHEST);
        assertThatThrownBy(() -> raise(register, EpochRegister.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(": " + EpochRegister.HIGHEST);
    }
}
