package io.yizhan.gate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordConfigTest {
    @Test
    void leavesHalfOfTheProcessorsToOthers() {
        PasswordConfig unset = withThreads(0);
        assertThat(List.of(1, 2, 3, 4, 6, 8, 9, 64).stream().map(unset::threadsOn))
                .containsExactly(1, 1, 1, 2, 3, 4, 4, 4);
    }

    @Test
    void takesAsManyThreadsAsAreSet() {
        assertThat(withThreads(4).threadsOn(2)).isEqualTo(4);
        assertThat(withThreads(1).threadsOn(64)).isEqualTo(1);
        assertThatThrownBy(() -> withThreads(-1)).hasMessageContaining("yizhan.password.threads");
    }

    private static PasswordConfig withThreads(int threads) {
        return new PasswordConfig(19_456, 2, 1, threads, 32);
    }
}
