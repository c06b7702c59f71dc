package io.yizhan.quickstart.check;

import static io.yizhan.quickstart.check.Story.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    @Test
    void countsFromTheEndOfTheFault_toTheFirstAnswerForWhatWasSentSince() {
        List<Recovery> recoveries = new Story()
                .works(1, 1)
                .annSends(2)
                .add(at -> new Event.FaultBegun(at, "cut"))
                .annSends(3)
                .after(20_000)
                .add(at -> new Event.FaultEnded(at, "cut"))
                .acked(2, 2)
                .annSends(4)
                .sends(5, BOB, "ann")
                .after(500)
                .acked(3, 3)
                .acked(4, 4)
                .shown(BOB, 4, 4)
                .after(4_000)
                .acked(5, 5)
                .verdict()
                .recoveries();

        assertThat(recoveries)
                .containsExactly(new Recovery(
                        "cut",
                        List.of(Duration.ofMillis(5_500), Duration.ofMillis(11_500)),
                        List.of(),
                        Duration.ofMillis(25_500),
                        Duration.ofMillis(4_500)));
    }

    @Test
    void keepsFaultsApart() {
        List<Recovery> recoveries = new Story()
                .add(at -> new Event.FaultBegun(at, "first"))
                .add(at -> new Event.FaultEnded(at, "first"))
                .works(1, 1)
                .add(at -> new Event.FaultBegun(at, "second"))
                .add(at -> new Event.FaultEnded(at, "second"))
                .after(3_000)
                .works(2, 2)
                .verdict()
                .recoveries();

        assertThat(recoveries).extracting(Recovery::all).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(recoveries).extracting(Recovery::worstAck).containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void countsNobody_whoCameLater() {
        List<Recovery> recoveries = new Story()
                .add(at -> new Event.FaultBegun(at, "cut"))
                .add(at -> new Event.FaultEnded(at, "cut"))
                .works(1, 1)
                .joins("dan/phone")
                .sends(2, "dan/phone", "ann")
                .acked(2, 2)
                .verdict()
                .recoveries();

        assertThat(recoveries).extracting(Recovery::back).containsExactly(List.of(Duration.ofSeconds(2)));
    }

    @Test
    void tellsThoseApart_whoLostTheirSession_overAllFaults() {
        List<Recovery> recoveries = new Story()
                .add(at -> new Event.Offline(at, Story.ANN, "before any fault"))
                .add(at -> new Event.FaultBegun(at, "first"))
                .add(at -> new Event.FaultEnded(at, "first"))
                .add(at -> new Event.Offline(at, BOB, "noticed later"))
                .works(1, 1)
                .sends(2, BOB, "ann")
                .acked(2, 2)
                .add(at -> new Event.FaultBegun(at, "second"))
                .add(at -> new Event.Offline(at, Story.ANN, "at once"))
                .add(at -> new Event.FaultEnded(at, "second"))
                .works(3, 3)
                .verdict()
                .recoveries();

        assertThat(recoveries)
                .extracting(Recovery::displaced)
                .containsExactly(List.of(Duration.ofSeconds(6)), List.of(Duration.ofSeconds(2)));
        assertThat(Recovery.displacedBack(recoveries, 0.5)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Recovery.displacedBack(recoveries, 0.95)).isEqualTo(Duration.ofSeconds(6));
    }
}
