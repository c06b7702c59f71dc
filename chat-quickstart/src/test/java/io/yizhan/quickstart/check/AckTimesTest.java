package io.yizhan.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AckTimesTest {
    @Test
    void countsFromTheSendToItsAnswer_ofThoseAskedFor() {
        History history = new Story()
                .annSends(1)
                .annSends(2)
                .after(500)
                .acked(2, 1)
                .acked(1, 2)
                .sends(3, Story.BOB, "ann")
                .acked(3, 3)
                .annSends(4)
                .history();

        AckTimes anns = AckTimes.of(history, sent -> sent.device().equals(Story.ANN));

        assertThat(anns.ascending()).containsExactly(Duration.ofMillis(1_500), Duration.ofMillis(3_500));
        assertThat(anns.share(0.5)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(anns.share(0.99)).isEqualTo(Duration.ofMillis(3_500));
        assertThat(AckTimes.of(history, sent -> false).share(0.99)).isZero();
    }
}
