package io.yizhan.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.Counts;
import io.yizhan.bench.result.CrowdResult;
import io.yizhan.bench.result.CrowdResult.CrowdStep;
import io.yizhan.bench.result.GroupResult;
import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.OfflineResult;
import io.yizhan.bench.result.ResultJson;
import io.yizhan.bench.result.TransportResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class BenchIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void followsEveryMessageThroughAClusterOfItsOwn(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("pairs.json");

        int code = run(
                "pairs",
                "--embedded",
                "--pairs",
                "4",
                "--window",
                "4",
                "--warm-up",
                "1",
                "--seconds",
                "3",
                "--json",
                json.toString());

        assertThat(code).as(out.toString() + err).isZero();
        LoadResult result = new ResultJson().read(json);
        assertThat(result.workload()).isEqualTo("pairs");
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
            assertThat(batches.messages().max()).isBetween(1L, 16L); // 4 × 4 are under way
            assertThat(batches.numbering().p50()).isPositive();
            assertThat(batches.append().p50()).isPositive();
        });
        assertThat(out.toString()).contains("promises       kept");
    }

    @Test
    void measuresAWorkerThatRunsAlone_besideTheFloor_andComparesTwoRuns(@TempDir Path directory) throws Exception {
        Path before = directory.resolve("before.json");
        Path after = directory.resolve("after.json");
        Path page = directory.resolve("run.html");

        assertThat(alone("rate", before, page)).as(out.toString() + err).isZero();
        assertThat(alone("rate", after, page)).as(out.toString() + err).isZero();
        assertThat(run("compare", before.toString(), after.toString())).isZero();

        LoadResult result = new ResultJson().read(before);
        assertThat(result.counts().isClean()).isTrue();
        assertThat(result.processes()).extracting("name").containsExactly("standalone", "generator");
        assertThat(result.timeline()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(result.floor()).hasValueSatisfying(floor -> {
            assertThat(floor.name()).isEqualTo("relay");
            assertThat(floor.ackedPerSecond()).isPositive();
        });
        assertThat(out.toString()).contains("floor, relay", "B/A", "standalone, CPU s per million");
        assertThat(Files.readString(page)).contains("<svg", "send to ack p99", "send to ack, relay");
    }

    private int alone(String workload, Path json, Path page) {
        return run(
                workload,
                "--standalone",
                "--against",
                "relay",
                "--pairs",
                "2",
                "--rate",
                "50",
                "--warm-up",
                "1",
                "--seconds",
                "2",
                "--json",
                json.toString(),
                "--html",
                page.toString());
    }

    @Test
    void letsACrowdLogIn_stay_andComeBack(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("crowd.json");

        int code = run(
                "connections", "--standalone", "--users", "20,120", "--idle", "1", "--cut", "--json", json.toString());

        assertThat(code).as(out.toString() + err).isZero();
        CrowdResult result = JsonMapper.shared().readValue(Files.readString(json), CrowdResult.class);
        assertThat(result.isClean()).isTrue();
        assertThat(result.steps()).extracting(CrowdStep::connections).containsExactly(20, 120);
        assertThat(result.returned())
                .hasValueSatisfying(wave -> assertThat(wave.logins()).isEqualTo(120));
        assertThat(result.idle()).extracting("name").containsExactly("standalone", "generator");
    }

    @Test
    void letsThoseWhoWereAwayCatchUp(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("offline.json");

        int code = run("offline", "--standalone", "--pairs", "3", "--messages", "400", "--json", json.toString());

        assertThat(code).as(out.toString() + err).isZero();
        OfflineResult result = JsonMapper.shared().readValue(Files.readString(json), OfflineResult.class);
        assertThat(result.waiting()).isEqualTo(1_200);
        assertThat(result.counts()).isEqualTo(new Counts(1_200, 1_200, 0, 1_200, 0, 0, 0));
        assertThat(out.toString()).contains("caught up");
    }

    @Test
    void comparesTheTransports_andFindsOneFrameForEachOtherWorker(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("transport.json");

        int code = run("transport", "--workers", "2,3", "--rate", "100", "--seconds", "1", "--json", json.toString());

        assertThat(code).as(out.toString() + err).isZero();
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
        assertThat(out.toString()).contains("| 2 | MESH |", "| 3 | REDIS |");
    }

    @Test
    void followsEachMessageOfAGroupToEachMember_andFindsOneFrameToTheOtherWorker(@TempDir Path directory)
            throws Exception {
        groupOf(600, 200, directory.resolve("group.json"));
    }

    @Test
    @Tag("long")
    void findsOneFrameToTheOtherWorker_alsoInAGroupOfTenThousand(@TempDir Path directory) throws Exception {
        groupOf(10_000, 2_000, directory.resolve("group.json"));
    }

    private void groupOf(int members, int online, Path json) throws Exception {
        int code = run(
                "group",
                "--embedded",
                "--workers",
                "2",
                "--members",
                Integer.toString(members),
                "--online",
                Integer.toString(online),
                "--rate",
                "4",
                "--warm-up",
                "1",
                "--seconds",
                "5",
                "--json",
                json.toString());

        assertThat(code).as(out.toString() + err).isZero();
        GroupResult result = JsonMapper.shared().readValue(Files.readString(json), GroupResult.class);
        assertThat(result.isClean()).isTrue();
        assertThat(result.counts().acked()).isEqualTo(24);
        assertThat(result.counts().delivered()).isEqualTo(24L * online);
        // to the one other worker, however many listen there; several messages may share one
        assertThat(result.between())
                .hasValueSatisfying(use -> assertThat(use.frames()).isPositive().isLessThanOrEqualTo(24));
        assertThat(out.toString()).contains("between workers", "promises       kept");
    }

    @Test
    void measuresWhatDirectChatsNoticeOfAGroup(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("beside.json");

        int code = run(
                "group",
                "--standalone",
                "--online",
                "20",
                "--rate",
                "10",
                "--beside",
                "2",
                "--beside-rate",
                "20",
                "--warm-up",
                "1",
                "--seconds",
                "2",
                "--json",
                json.toString());

        assertThat(code).as(out.toString() + err).isZero();
        GroupResult result = JsonMapper.shared().readValue(Files.readString(json), GroupResult.class);
        assertThat(result.beside()).hasValueSatisfying(beside -> {
            assertThat(beside.alone().counts().acked()).isEqualTo(60);
            assertThat(beside.together().counts().delivered()).isEqualTo(60);
        });
        assertThat(result.between()).isEmpty();
        assertThat(out.toString()).contains("direct chats   2 pairs");
    }

    @Test
    void asksForNumbersAsWorkersDo() {
        assertThat(run("sequencer", "--seconds", "1", "--connections", "2"))
                .as(out.toString() + err)
                .isZero();
        assertThat(out.toString()).contains("the numbering script, as workers run it");
    }

    @Test
    void saysWhatIsMissing_whenNoClusterIsNamed() {
        assertThat(run("pairs")).isEqualTo(2);
        assertThat(err.toString()).contains("--gate", "--embedded");
    }

    @Test
    void saysThatThereIsNoGate() {
        assertThat(run("rate", "--gate", "http://127.0.0.1:1", "--pairs", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("Could not log users in");
    }

    private int run(String... arguments) {
        CommandLine line = BenchCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
