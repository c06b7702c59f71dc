package io.yizhan.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long NOW = 1_000_000_000L;

    @Test
    void letsEverythingPassAtOnce_withoutToxics() {
        Pacing pacing = new Pacing(List.of(), NOW);

        assertThat(pacing.pieceOf(70_000)).isEqualTo(70_000);
        assertThat(pacing.due(70_000, NOW)).isEqualTo(NOW);
        assertThat(pacing.due(1, NOW + 5)).isEqualTo(NOW + 5);
    }

    @Test
    void delaysEachPieceAlike() {
        Pacing pacing = new Pacing(List.of(new Toxic.Latency(Duration.ofMillis(200))), NOW);

        assertThat(pacing.due(10, NOW)).isEqualTo(NOW + ms(200));
        assertThat(pacing.due(10, NOW + ms(30))).isEqualTo(NOW + ms(230));
    }

    @Test
    void keepsTheOrder_whateverTheJitter() {
        Pacing pacing = new Pacing(List.of(new Toxic.Latency(Duration.ofMillis(10), Duration.ofMillis(50))), NOW);

        long before = 0;
        for (int i = 0; i < 1_000; i++) {
            long due = pacing.due(1, NOW + i);
            assertThat(due).isBetween(before, NOW + 1_000 + ms(60));
            before = due;
        }
    }

    @Test
    void spreadsBytesOverTime_soThatNoMoreThanTheBandwidthPasses() {
        Pacing pacing = new Pacing(List.of(new Toxic.Bandwidth(1_000)), NOW);

        assertThat(pacing.due(500, NOW)).isEqualTo(NOW + ms(500));
        assertThat(pacing.due(500, NOW)).isEqualTo(NOW + ms(1_000));
        assertThat(pacing.due(500, NOW + ms(5_000)))
                .as("an idle link saves nothing up")
                .isEqualTo(NOW + ms(5_500));
    }

    @Test
    void cutsIntoSlices_withAPauseBeforeEach() {
        Pacing pacing = new Pacing(List.of(new Toxic.Slices(4, Duration.ofMillis(20))), NOW);

        assertThat(pacing.pieceOf(10)).isEqualTo(4);
        assertThat(pacing.pieceOf(3)).isEqualTo(3);
        assertThat(pacing.due(4, NOW)).isEqualTo(NOW + ms(20));
        assertThat(pacing.due(4, NOW)).isEqualTo(NOW + ms(40));
    }

    @Test
    void refusesToxicsThatMakeNoSense() {
        assertThatThrownBy(() -> new Toxic.Latency(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Toxic.Bandwidth(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Toxic.Slices(0, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    private static long ms(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
