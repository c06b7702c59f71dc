package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnregisteredTest {
    private long now = -3;
    private final Unregistered unregistered = new Unregistered(() -> now);

    @Test
    void countsFromTheFirstFailure_whileZooKeeperAnswers() {
        assertThat(unregistered.duration()).isZero();
        unregistered.failed(true);
        now += 5_000;
        unregistered.failed(true);
        now += 2_000;

        assertThat(unregistered.duration()).isEqualTo(Duration.ofNanos(7_000));
        unregistered.registered();
        assertThat(unregistered.duration()).isZero();
    }

    @Test
    void countsNothing_whileZooKeeperIsSilent_andBeginsAnewWhenItIsBack() {
        unregistered.failed(true);
        now += 5_000;
        unregistered.failed(false);
        assertThat(unregistered.duration()).isZero();
        now += 60_000;
        unregistered.failed(true);
        now += 1_000;

        assertThat(unregistered.duration()).isEqualTo(Duration.ofNanos(1_000));
    }
}
