package io.yizhan.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.Counts;
import io.yizhan.bench.result.CrowdResult;
import io.yizhan.bench.result.CrowdResult.CrowdStep;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.OfflineResult;
import io.yizhan.bench.result.ResultJson;
import io.yizhan.bench.result.Tally;
import io.yizhan.bench.result.TransportResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class BenchIT {
    private final BenchRun bench = new BenchRun();

    @Test
    void followsEveryMessageThroughAClusterOfItsOwn(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("rate.json");

        int code = bench.run(
                "rate",
                "--embedded",
                "--pairs",
                "4",
                "--rate",
                "20",
                "--warm-up",
                "1",
                "--seconds",
                "5",
                "--json",
                json.toString(),
                "--profile",
                directory.toString());

        assertThat(code).as(bench.said()).isZero();
        LoadResult result = new ResultJson().read(json);
        assertThat(result.workload()).isEqualTo("rate");
        assertThat(result.pairs()).isEqualTo(4);
        assertThat(result.counts().isClean()).isTrue();
        assertThat(result.counts().acked())
                .isPositive()
                .isEqualTo(result.counts().sent());
        assertThat(result.counts().delivered()).isEqualTo(result.counts().sent());
        assertThat(result.sendToAck().p50())
                .isPositive()
                .isLessThanOrEqualTo(result.sendToAck().max());
        assertThat(result.sendToDeliver().count()).isEqualTo(result.sendToAck().count());
        assertThat(result.processes())
                .extracting("name")
                .containsExactly("worker-1", "web-gate", "Redis", "RocketMQ", "MariaDB", "generator");
        assertThat(result.batches()).hasValueSatisfying(batches -> {
            assertThat(batches.messages().count()).isPositive();
            assertThat(batches.messages().count()) // appended to the log together
                    .isLessThanOrEqualTo(result.sendToAck().count() + 4);
            assertThat(batches.numbering().p50()).isPositive();
            assertThat(batches.append().p50()).isPositive();
        });
        assertThat(result.tally()).hasValueSatisfying(tally -> costsNoMoreThanItDid(tally, result.counts()));
        assertThat(bench.out()).contains("promises       kept", "worker-1, where its Java code spent the time");
        assertThat(directory).isDirectoryContaining("glob:**/worker-1.svg");
    }

    /**
     * At 20 a second hardly any two share a batch, on any machine, so this is the most that one costs; some tenth above
     * what was seen, which stands beside each.
     */
    private static void costsNoMoreThanItDid(Tally tally, Counts counts) {
        double messages = counts.acked();
        assertThat(tally.redisRoundTrips() / messages)
                .as("round trips")
                .isBetween(1.0, 13.0); // 8.7 on two processors, 11.6 where none is shared
        assertThat(tally.redisScripts() / messages).as("scripts").isBetween(1.0, 19.5); // 17.5
        assertThat(tally.redisCommands() / messages).as("commands").isBetween(1.0, 84.0); // 75.4
        assertThat(tally.rows() / messages).as("rows").isBetween(1.0, 4.7); // 4.2
    }

    @Test
    void measuresAWorkerThatRunsAlone_besideTheFloor_andComparesTwoRuns(@TempDir Path directory) throws Exception {
        Path before = directory.resolve("before.json");
        Path after = directory.resolve("after.json");
        Path page = directory.resolve("run.html");

        assertThat(alone(before, page, "rate", "--rate", "50", "--partners", "2"))
                .as(bench.said())
                .isZero();
        assertThat(alone(after, page, "pairs", "--window", "4"))
                .as(bench.said())
                .isZero();
        assertThat(bench.run("compare", before.toString(), after.toString())).isZero();
        Path merged = directory.resolve("merged.json");
        assertThat(bench.run("merge", before.toString(), before.toString(), "--json", merged.toString()))
                .isZero();

        LoadResult result = new ResultJson().read(before);
        assertThat(result.parameters()).containsEntry("partners", 2);
        assertThat(result.counts().isClean()).isTrue();
        assertThat(result.processes()).extracting("name").containsExactly("standalone", "generator");
        assertThat(result.timeline()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(result.floor()).hasValueSatisfying(floor -> {
            assertThat(floor.name()).isEqualTo("relay");
            assertThat(floor.ackedPerSecond()).isPositive();
        });
        LoadResult twice = new ResultJson().read(merged);
        assertThat(twice.counts()).isEqualTo(result.counts().plus(result.counts()));
        assertThat(twice.sendToAck().count()).isEqualTo(2 * result.sendToAck().count());
        assertThat(twice.sendToAck().p99()).isEqualTo(result.sendToAck().p99());
        assertThat(bench.out()).contains("floor, relay", "B/A", "standalone, CPU s per million");
        assertThat(Files.readString(page)).contains("<svg", "send to ack p99", "send to ack, relay");
    }

    private int alone(Path json, Path page, String... load) {
        List<String> arguments = new ArrayList<>(List.of(load));
        arguments.addAll(List.of("--standalone", "--against", "relay", "--pairs", "2", "--warm-up", "1"));
        arguments.addAll(List.of("--seconds", "2", "--json", json.toString(), "--html", page.toString()));
        return bench.run(arguments.toArray(String[]::new));
    }

    @Test
    void letsACrowdLogIn_stay_andComeBack(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("crowd.json");

        int code = bench.run(
                "connections", "--standalone", "--users", "20,120", "--idle", "1", "--cut", "--json", json.toString());

        assertThat(code).as(bench.said()).isZero();
        CrowdResult result = JsonMapper.shared().readValue(Files.readString(json), CrowdResult.class);
        assertThat(result.isClean()).isTrue();
        assertThat(result.steps()).extracting(CrowdStep::connections).containsExactly(20, 120);
        assertThat(result.returned())
                .hasValueSatisfying(wave -> assertThat(wave.logins()).isEqualTo(120));
        assertThat(result.idle()).extracting("name").containsExactly("standalone", "generator");
    }

    @Test
    void letsACrowdIntoARelay_whichBelievesEverybody() {
        assertThat(bench.run("connections", "--relay", "--users", "10,100", "--idle", "0", "--cut"))
                .as(bench.said())
                .isZero();
        assertThat(bench.out()).contains("100 connections of 100", "all cut, back", "relay");
    }

    @Test
    void letsThoseWhoWereAwayCatchUp(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("offline.json");

        int code = bench.run(
                "offline",
                "--standalone",
                "--pairs",
                "3",
                "--warm-up",
                "100",
                "--messages",
                "400",
                "--json",
                json.toString());

        assertThat(code).as(bench.said()).isZero();
        OfflineResult result = JsonMapper.shared().readValue(Files.readString(json), OfflineResult.class);
        assertThat(result.waiting()).isEqualTo(1_200);
        assertThat(result.counts()).isEqualTo(new Counts(1_200, 1_200, 0, 1_200, 0, 0, 0));
        assertThat(result.warmUp()).contains(new Counts(300, 300, 0, 300, 0, 0, 0));
        assertThat(bench.out()).contains("caught up");
    }

    @Test
    void followsADayInSmall_toThoseWhoCameBackToo(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("mixed.json");

        int code = bench.run(
                "mixed",
                "--standalone",
                "--pairs",
                "6",
                "--groups",
                "2",
                "--rate",
                "40",
                "--warm-up",
                "1",
                "--seconds",
                "4",
                "--json",
                json.toString());

        assertThat(code).as(bench.said()).isZero();
        LoadResult result = new ResultJson().read(json);
        int toGroups = 5 * 40 / 5;
        assertThat(result.counts())
                .isEqualTo(new Counts(200, 200, 0, 200 - toGroups + 3L * toGroups, 0, 0, 0)); // three pairs to a group
        assertThat(result.returns()).hasValueSatisfying(returns -> {
            assertThat(returns.returned()).isEqualTo(5);
            assertThat(returns.missed()).isEqualTo(2);
            assertThat(returns.failed()).isZero();
        });
        assertThat(bench.out()).contains("came back      5 users");
    }

    @Test
    void doesNotBeginLate() {
        int code = bench.run("rate", "--standalone", "--pairs", "1", "--begin-at", "2026-01-01T00:00:00Z");

        assertThat(code).isEqualTo(1);
        assertThat(bench.err()).contains("The users were not logged in before: 2026-01-01T00:00:00Z");
    }

    @Test
    void refusesAFloorWithoutGroupsAndStore() {
        assertThat(bench.run("mixed", "--standalone", "--against", "relay")).isEqualTo(2);
        assertThat(bench.err()).contains("A relay has no groups");
    }

    @Test
    void comparesTheTransports_andFindsOneFrameForEachOtherWorker(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("transport.json");

        int code = bench.run(
                "transport", "--workers", "2,3", "--rate", "100", "--seconds", "1", "--json", json.toString());

        assertThat(code).as(bench.said()).isZero();
        List<TransportResult> results =
                JsonMapper.shared().readerForListOf(TransportResult.class).readValue(Files.readString(json));
        assertThat(results).extracting(TransportResult::transport).containsExactly("MESH", "REDIS", "MESH", "REDIS");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.isClean()).isTrue();
            assertThat(result.framesPerMessage()).isEqualTo(result.workers() - 1);
            assertThat(result.bytesPerFrame()).isBetween(200.0, 2_000.0);
            assertThat(result.wireBytesPerMessage())
                    .isGreaterThanOrEqualTo(0.999 * result.framesPerMessage() * result.bytesPerFrame());
            assertThat(result.handOver().p50())
                    .isPositive()
                    .isLessThanOrEqualTo(result.handOver().p99());
            assertThat(result.handOver().count()).isEqualTo(100L * (result.workers() - 1));
        });
        assertThat(bench.out()).contains("| 2 | MESH |", "| 3 | REDIS |");
    }

    @Test
    void asksForNumbersAsWorkersDo() {
        assertThat(bench.run("sequencer", "--seconds", "1", "--connections", "2"))
                .as(bench.said())
                .isZero();
        assertThat(bench.out()).contains("the numbering script, as workers run it");
    }

    @Test
    void saysWhatIsMissing_whenNoClusterIsNamed() {
        assertThat(bench.run("pairs")).isEqualTo(2);
        assertThat(bench.err()).contains("--gate", "--embedded");
        assertThat(bench.run("pairs", "--standalone", "--profile", "profiles")).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoGate() {
        assertThat(bench.run("rate", "--gate", "http://127.0.0.1:1", "--pairs", "1"))
                .isEqualTo(1);
        assertThat(bench.err()).contains("Could not log users in");
    }
}
