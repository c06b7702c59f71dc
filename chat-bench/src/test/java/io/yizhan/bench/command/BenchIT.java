package io.yizhan.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.LoadResult;
import io.yizhan.bench.result.ResultJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
