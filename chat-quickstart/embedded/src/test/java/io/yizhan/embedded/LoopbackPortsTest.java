package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {

    @Test
    void triesAnotherPort_whenAFreeOneWasTakenMeanwhile() {
        List<Integer> tried = new ArrayList<>();
        int started = LoopbackPorts.startOn(0, () -> 20_000 + tried.size(), port -> {
            tried.add(port);
            if (tried.size() < 3) {
                throw EmbeddedStartException.taken("Redis", port);
            }
            return port;
        });
        assertThat(started).isEqualTo(20_002);
    }

    @Test
    void givesUp_whenEveryFreePortIsTakenMeanwhile() {
        List<Integer> tried = new ArrayList<>();
        assertThatThrownBy(() -> LoopbackPorts.startOn(0, () -> 20_000, port -> {
                    tried.add(port);
                    throw EmbeddedStartException.taken("Redis", port);
                }))
                .isInstanceOf(EmbeddedStartException.class);
        assertThat(tried).hasSize(3);
    }

    @Test
    void neverChoosesAnotherPort_whenOneWasAskedFor() {
        List<Integer> tried = new ArrayList<>();
        assertThatThrownBy(() -> LoopbackPorts.startOn(6379, port -> {
                    tried.add(port);
                    throw EmbeddedStartException.taken("Redis", port);
                }))
                .hasMessage("Redis cannot listen: port 6379 is taken");
        assertThat(tried).containsExactly(6379);
    }
}
