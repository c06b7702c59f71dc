package io.yizhan.server.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReachTest {
    private long now = -7;
    private final Reach reach = new Reach(() -> now);

    private void passes(Duration time) {
        now += time.toNanos();
    }

    private void failsAfter(Duration time) {
        long asked = now;
        passes(time);
        reach.failed(asked);
    }

    @Test
    void letsEverybodyAsk_whileRedisAnswers() {
        passes(Duration.ofHours(1));

        assertThat(reach.mayAsk()).isTrue();
        assertThat(reach.mayAsk()).isTrue();
        assertThat(reach.silence()).isZero();
    }

    @Test
    void letsOneTryNowAndThen_whileItDoesNot() {
        passes(Duration.ofSeconds(1));
        failsAfter(Duration.ofSeconds(2));

        assertThat(reach.mayAsk()).isFalse();
        passes(Duration.ofMillis(500));
        assertThat(reach.mayAsk()).isTrue();
        assertThat(reach.mayAsk()).as("somebody is trying").isFalse();
        passes(Duration.ofMillis(500));
        assertThat(reach.mayAsk()).isTrue();
    }

    @Test
    void countsTheSilenceFromTheLastAnswer() {
        passes(Duration.ofSeconds(1));
        reach.answered();
        passes(Duration.ofSeconds(1));
        failsAfter(Duration.ofSeconds(2));
        passes(Duration.ofSeconds(4));

        assertThat(reach.silence()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void isOver_withTheFirstAnswer() {
        passes(Duration.ofSeconds(1));
        failsAfter(Duration.ofSeconds(2));

        reach.answered();

        assertThat(reach.mayAsk()).isTrue();
        assertThat(reach.mayAsk()).isTrue();
        assertThat(reach.silence()).isZero();
    }

    @Test
    void blamesTheCall_whenOthersWereAnsweredMeanwhile() {
        long asked = now;
        passes(Duration.ofSeconds(1));
        reach.answered();
        passes(Duration.ofSeconds(1));

        reach.failed(asked);

        assertThat(reach.mayAsk()).isTrue();
        assertThat(reach.silence()).isZero();
    }
}
