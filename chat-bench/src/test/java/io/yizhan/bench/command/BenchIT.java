package io.yizhan.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultJson;
import io.yizhan.bench.result.TransportResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                .containsExactly("worker-1", "Redis", "RocketMQ", "MariaDB", "generator");
        assertThat(result.batches()).hasValueSatisfying(batches -> {
            assertThat(batches.messages().count()).isPositive();
            assertThat(batches.messages().max()).isBetween(1L, 16L); // 4 × 4 are under way
            assertThat(batches.numbering().p50()).isPositive();
            assertThat(batches.append().p50()).isPositive();
        });
        assertThat(out.toString()).contains("promises       kept");
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
