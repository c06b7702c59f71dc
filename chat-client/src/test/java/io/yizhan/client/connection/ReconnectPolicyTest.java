package io.yizhan.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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

    @Test
    void refusesABaseOverTheMaximum() {
        assertThatThrownBy(() -> new ReconnectPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
