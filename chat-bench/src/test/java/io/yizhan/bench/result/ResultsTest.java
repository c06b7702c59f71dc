package io.yizhan.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private final SaturationResult saturation = new SaturationResult(
            Results.saturated().with(Results.batches()),
            List.of(
                    new BareResult(1, 100, 10_000, 1_280_000, new Percentiles(100, 1, 2, 3, 4, 5, 6, Optional.empty())),
                    new BareResult(
                            4, 100, 16_000, 2_048_000, new Percentiles(100, 1, 2, 3, 4, 5, 6, Optional.empty()))));

    @Test
    void comesBackFromItsJson(@TempDir Path directory) throws IOException {
        LoadResult result = Results.rate(5_000).with(Results.batches());
        Path file = directory.resolve("result.json");

        new ResultJson().write(file, result);

        assertThat(new ResultJson().read(file)).isEqualTo(result);
    }

    @Test
    void countsBatchesBySize() {
        BatchStatistics batches = Results.batches();

        assertThat(batches.sizes()).containsOnly(entry(1, 1), entry(255, 2));
        assertThat(batches.meanMessages()).isEqualTo(511 / 3.0);
        assertThat(batches.messages().p50()).isEqualTo(255);
        assertThat(batches.append().max()).isBetween(6_000L, 6_003L);
    }

    @Test
    void comparesWithTheBareProducer() {
        assertThat(saturation.ratioTo(saturation.bare().get(0))).isEqualTo(0.8);
        assertThat(ResultText.of(saturation)).contains("80 % of it", "50 % of it", "promises       kept");
    }

    @Test
    void saysWhenThePromisesWereNotKept() {
        LoadResult clean = Results.saturated();
        Counts broken = new Counts(100, 100, 0, 99, 1, 0, 0);

        assertThat(ResultText.of(with(clean, broken))).contains("NOT KEPT: 1 lost  0 doubled  0 disordered");
    }

    @Test
    void saysWhatEachMessageCostTheMiddleware() {
        assertThat(ResultText.of(Results.saturated()))
                .contains("2.50 round trips, 2.00 scripts and 9.00 commands of Redis, 1.00 rows written");
    }

    @Test
    void saysWhoCameBack_andIsNotCleanWithoutThem() {
        LoadResult all = Results.saturated();
        assertThat(all.isClean()).isTrue();
        assertThat(ResultText.of(all)).contains("4 users, 2 of all after a while; they read 200 messages of history");

        assertThat(new Returns(4, 2, 200, 0).plus(new Returns(1, 1, 50, 1))).isEqualTo(new Returns(5, 3, 250, 1));
    }

    @Test
    void saysWhenTheGeneratorMayBeWhatWasMeasured() {
        LoadResult result = Results.saturated();

        assertThat(ResultText.of(result))
                .contains("33 % of what all processes here used")
                .doesNotContain("NOTE");
    }

    @Test
    void setsTwoRunsSideBySide() {
        LoadResult before = Results.saturated();
        LoadResult after = Results.rate(16_000);

        assertThat(ComparisonText.of(before, after).lines())
                .anyMatch(line -> line.matches("acknowledged/s +8,000.00 +16,000.00 +2.000"))
                .anyMatch(line -> line.matches("worker-1, CPU s per million +62.50 +62.50 +1.000"))
                .anyMatch(line -> line.matches("lost +0.00 +0.00 +–"));
    }

    @Test
    void drawsAPageThatNeedsNothingElse() {
        LoadResult result = Results.rate(5_000).above(Floor.of("relay", Results.saturated()));

        String page = LoadPage.of(List.of(result, Results.saturated()));

        assertThat(page)
                .contains("A 100 % processor", "send to ack, relay", "B/A")
                .doesNotContain("<script", "http://", "https://", "NaN", "Infinity");
        assertThat(page.split("<svg", -1)).hasSize(1 + 2 * 3);
    }

    @Test
    void saysWhoDidNotGetIn() {
        Percentiles times = new Percentiles(9, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000, Optional.empty());
        WaveResult wave = new WaveResult(10, 2, 4.5, times, Map.of("OVERLOADED", 1L));
        CrowdResult result = new CrowdResult(
                Results.saturated().host(),
                List.of(new CrowdResult.CrowdStep(
                        10, 9, wave, List.of(new CrowdResult.ProcessMemory("worker-1", 1 << 20)))),
                List.of(new CrowdResult.ProcessCost("worker-1", 0.01, 4_000)),
                Instant.EPOCH,
                20,
                Optional.empty());

        assertThat(CrowdText.of(result))
                .contains("9 connections of 10", "failed: {OVERLOADED=1}", "4,000 bytes", "NOT KEPT");
    }

    @Test
    void makesTablesOfTheSameWidth() {
        ReportResult report = new ReportResult(
                List.of(Results.rate(100).with(Results.batches()), Results.rate(5_000)),
                saturation,
                List.of(new GuardResult("INCR", 500_000, 1.5)));

        String text = ReportMarkdown.of(report);

        assertThat(report.isClean()).isTrue();
        assertThat(text).contains("| 5,000/s |", "| saturation, 64 × 16 under way | 8,000 |", "| 4 at once | 16,000 |");
        for (String table : text.split("\n\n")) {
            if (table.startsWith("|")) {
                assertThat(table.lines()
                                .map(line -> line.chars().filter(c -> c == '|').count())
                                .distinct())
                        .as(table)
                        .hasSize(1);
            }
        }
    }

    private static LoadResult with(LoadResult result, Counts counts) {
        return new LoadResult(
                result.workload(),
                result.parameters(),
                result.pairs(),
                result.host(),
                result.measuredFrom(),
                result.warmUpSeconds(),
                result.seconds(),
                counts,
                result.disconnects(),
                result.ackedPerSecond(),
                result.deliveredPerSecond(),
                result.sendToAck(),
                result.sendToDeliver(),
                result.generatorLate(),
                result.processes(),
                result.timeline(),
                result.returns(),
                result.batches(),
                result.tally(),
                result.floor());
    }

    private static Map.Entry<Integer, Long> entry(int size, long batches) {
        return Map.entry(size, batches);
    }
}
