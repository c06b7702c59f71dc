package io.yizhan.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AbsencesTest {
    @Test
    void measuresFromALossToTheNextSession_ofThatDevice() {
        History history = new Story()
                .add(at -> new Event.Online(at, Story.ANN))
                .add(at -> new Event.Offline(at, Story.ANN, "drained"))
                .add(at -> new Event.Offline(at, Story.BOB, "broken"))
                .add(at -> new Event.Online(at, Story.ANN))
                .after(500)
                .add(at -> new Event.Online(at, Story.BOB))
                .add(at -> new Event.Offline(at, Story.ANN, "for good"))
                .history();

        Absences absences = Absences.of(history);

        assertThat(absences.ascending()).containsExactly(Duration.ofMillis(2_000), Duration.ofMillis(2_500));
        assertThat(absences.share(0.5)).isEqualTo(Duration.ofMillis(2_000));
        assertThat(Absences.of(new Story().history()).share(1)).isZero();
    }
}
