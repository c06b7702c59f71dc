package io.yizhan.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectPolicyTest {
    private final ReconnectPolicy policy = ReconnectPolicy.defaults();
    private final Random random = new Random(7);

    @Test
    void doublesTheBound_upToTheMaximum() {
        for (int attempt = 0; attempt < 60; attempt++) {
            long bound = Math.min(30_000, 1_000L << Math.min(attempt, 20));
            int current = attempt;
            assertThat(IntStream.range(0, 500)
                            .mapToLong(n -> policy.delay(current, random).toMillis()))
                    .allMatch(delay -> delay >= 0 && delay < bound)
                    .anyMatch(delay -> delay < bound / 4)
                    .anyMatch(delay -> delay > bound * 3 / 4);
        }
    }

    /** Five waits of up to 1, 2, 4, 8 and 16 s are paid back from the last one on. */
    @ParameterizedTest
    @CsvSource({"0, 5", "15.999, 5", "16, 4", "23, 4", "24, 3", "28, 2", "30, 1", "31, 0", "45, 0"})
    void countsTimeOnlineAsWaited(double heldSeconds, int next) {
        assertThat(policy.attemptAfter(5, Duration.ofMillis(Math.round(heldSeconds * 1000))))
                .isEqualTo(next);
    }

    @Test
    void beginsAnew_afterAStableConnection() {
        assertThat(policy.attemptAfter(40, Duration.ofMillis(59_999))).isEqualTo(39);
        assertThat(policy.attemptAfter(40, Duration.ofSeconds(60))).isZero();
    }

    /** A worker that dies every 35 s; each time its clients need three attempts. */
    @Test
    void doesNotKeepWaitingWhoIsOnlineForAWhileBetweenLosses() {
        int attempt = 0;
        for (int loss = 0; loss < 20; loss++) {
            attempt = policy.attemptAfter(attempt, Duration.ofSeconds(35));
            assertThat(attempt).isZero();
            attempt += 3;
        }
    }

    /** One that dies as soon as it has taken them. */
    @Test
    void waitsLongerEachTime_whereNoConnectionHolds() {
        int attempt = 0;
        for (int loss = 0; loss < 20; loss++) {
            assertThat(policy.attemptAfter(attempt, Duration.ofMillis(500))).isEqualTo(attempt);
            attempt++;
        }
    }

    @Test
    void refusesABaseOverTheMaximum() {
        assertThatThrownBy(() -> new ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
