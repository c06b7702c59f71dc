package io.yizhan.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.bench.machine.ProcessUse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MergedResultTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final SplittableRandom random = new SplittableRandom(7);
    private final Histogram all = new Histogram(3);

    private Percentiles latencies(int count, int most) {
        Histogram own = new Histogram(3);
        for (int i = 0; i < count; i++) {
            own.recordValue(random.nextLong(most));
        }
        all.add(own);
        return Percentiles.of(own);
    }

    private static LoadResult part(Instant from, int perSecond, Counts counts, Percentiles latencies) {
        return new LoadResult(
                "rate",
                Map.of("perSecond", perSecond, "textBytes", 128),
                8,
                Results.saturated().host(),
                from,
                1,
                10,
                counts,
                1,
                perSecond,
                perSecond,
                latencies,
                latencies,
                Optional.of(latencies),
                List.of(
                        new ProcessUse("worker-1", 6, 30, OptionalLong.of(300)),
                        new ProcessUse("generator", 2, 10, OptionalLong.of(100))),
                List.of(new Second(1, 5, 10, 20, 5, 10, 30), new Second(2, 7, 12, 19, 7, 9, 28)),
                Optional.of(new Returns(2, 1, 50, 0)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void isAsIfOneGeneratorHadSeenEverything() {
        LoadResult merged = MergedResult.of(List.of(
                part(NOON, 100, new Counts(110, 110, 0, 110, 0, 0, 0), latencies(1_000, 5_000)),
                part(NOON, 300, new Counts(330, 330, 0, 330, 0, 0, 0), latencies(3_000, 90_000_000))));

        assertThat(merged.sendToAck()).isEqualTo(Percentiles.of(all));
        assertThat(merged.counts()).isEqualTo(new Counts(440, 440, 0, 440, 0, 0, 0));
        assertThat(merged.parameter("perSecond")).isEqualTo(400);
        assertThat(merged.ackedPerSecond()).isEqualTo(400);
        assertThat(merged.pairs()).isEqualTo(16);
        assertThat(merged.returns()).contains(new Returns(4, 2, 100, 0));
        assertThat(merged.timeline())
                .containsExactly(new Second(1, 10, 10, 20, 10, 10, 30), new Second(2, 14, 12, 19, 14, 9, 28));
        assertThat(merged.processes())
                .containsExactly(
                        new ProcessUse("worker-1", 6, 1_500, OptionalLong.of(300)), // one, seen twice
                        new ProcessUse("generator", 4, 1_000, OptionalLong.of(200)));
        assertThat(merged.isClean()).isTrue();
    }

    @Test
    void losesWhatOneLost() {
        LoadResult merged = MergedResult.of(List.of(
                part(NOON, 100, new Counts(110, 110, 0, 110, 0, 0, 0), latencies(10, 5_000)),
                part(NOON, 100, new Counts(110, 110, 0, 109, 1, 2, 3), latencies(10, 5_000))));

        assertThat(merged.counts()).isEqualTo(new Counts(220, 220, 0, 219, 1, 2, 3));
        assertThat(merged.isClean()).isFalse();
    }

    @Test
    void showsLess_whenTheyWereNotAtItTogether_andEachSecondWhereItWas() {
        LoadResult merged = MergedResult.of(List.of(
                part(NOON.plusSeconds(5), 100, Counts.NONE, latencies(10, 5_000)),
                part(NOON, 100, Counts.NONE, latencies(10, 5_000))));

        assertThat(merged.begun()).isEqualTo(NOON.minusSeconds(1));
        assertThat(Duration.between(merged.measuredFrom(), merged.measuredTo())).isEqualTo(Duration.ofSeconds(15));
        assertThat(merged.ackedPerSecond()).isCloseTo(2_000 / 15.0, Offset.offset(1e-9));
        assertThat(merged.timeline()).extracting(Second::at).containsExactly(1, 2, 6, 7);
    }

    @Test
    void refusesWhatIsNotOneWorkload() {
        LoadResult rate = part(NOON, 100, Counts.NONE, latencies(10, 5_000));

        assertThatThrownBy(() -> MergedResult.of(List.of(rate, Results.saturated())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rate, pairs");
        assertThatThrownBy(() -> MergedResult.of(List.of(Results.rate(100), Results.rate(100))))
                .hasMessageContaining("no histogram");
    }
}
