package io.yizhan.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.bench.result.GroupResult;
import io.yizhan.bench.result.ProfileResult;
import io.yizhan.bench.result.ProfileResult.Share;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Groups in a whole cluster, as the bench sees them: each message to every member online, once and in order. */
class GroupBenchIT {
    private final BenchRun bench = new BenchRun();

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
        int code = bench.run(
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
                json.toString(),
                "--profile",
                json.resolveSibling("profile").toString());

        assertThat(code).as(bench.said()).isZero();
        GroupResult result = JsonMapper.shared().readValue(Files.readString(json), GroupResult.class);
        assertThat(result.isClean()).isTrue();
        assertThat(result.counts().acked()).isEqualTo(24);
        assertThat(result.counts().delivered()).isEqualTo(24L * online);
        // to the one other worker, however many listen there; several messages may share one
        assertThat(result.between())
                .hasValueSatisfying(use -> assertThat(use.frames()).isPositive().isLessThanOrEqualTo(24));
        assertThat(bench.out()).contains("between workers", "promises       kept");
        looksInto(json.resolveSibling("profile"));
    }

    private void looksInto(Path profiles) throws Exception {
        for (String process : List.of("worker-1", "worker-2", "web-gate")) {
            assertThat(bench.out()).contains(process + ", where its Java code spent the time");
            assertThat(profiles.resolve(process + ".svg")).content().contains("<svg xmlns", process + ": ");
            assertThat(profiles.resolve(process + ".jfr")).isNotEmptyFile();
        }
        ProfileResult worker =
                JsonMapper.shared().readValue(Files.readString(profiles.resolve("worker-1.json")), ProfileResult.class);
        assertThat(worker.samples()).isPositive();
        assertThat(worker.areas()).extracting(Share::name).anyMatch(area -> area.startsWith("io.yizhan.server."));
        assertThat(worker.methods()).hasSizeBetween(1, 15);
    }

    @Test
    void measuresWhatDirectChatsNoticeOfAGroup(@TempDir Path directory) throws Exception {
        Path json = directory.resolve("beside.json");

        int code = bench.run(
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

        assertThat(code).as(bench.said()).isZero();
        GroupResult result = JsonMapper.shared().readValue(Files.readString(json), GroupResult.class);
        assertThat(result.beside()).hasValueSatisfying(beside -> {
            assertThat(beside.alone().counts().acked()).isEqualTo(60);
            assertThat(beside.together().counts().delivered()).isEqualTo(60);
        });
        assertThat(result.between()).isEmpty();
        assertThat(bench.out()).contains("direct chats   2 pairs");
    }
}
