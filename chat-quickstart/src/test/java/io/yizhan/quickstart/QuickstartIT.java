package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command as a person runs it: a process of its own, told by its lines, its exit code and what it leaves behind.
 */
class QuickstartIT {
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration STOP = Duration.ofSeconds(10);

    @TempDir
    Path work;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void namesATakenPort_andLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process quickstart = start("--redis-port=" + taken.getLocalPort());

            assertThat(quickstart.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(quickstart.exitValue()).isEqualTo(1);
            assertThat(said().lines().filter(line -> line.startsWith("Not started.")))
                    .singleElement()
                    .asString()
                    .contains("Redis", "port " + taken.getLocalPort());
        }
        assertNothingIsLeft();
    }

    @Test
    void namesATakenPortOfTheGate_andStopsWhatHadStarted() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process quickstart = start("--gate-port=" + taken.getLocalPort());

            assertThat(quickstart.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(quickstart.exitValue()).isEqualTo(1);
            assertThat(said()).contains("Not started. Gate cannot listen: port " + taken.getLocalPort() + " is taken");
        }
        assertNothingIsLeft();
    }

    @Test
    void stopsWithinTenSeconds_andIsRefusedASecondTimeOnTheSameData() throws Exception {
        Process first = start("--workers=1");
        await().atMost(START).until(() -> said().contains("The cluster is running") || !first.isAlive());
        assertThat(first.isAlive()).as(said()).isTrue();

        Process second = start("--workers=1");
        assertThat(second.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(said()).contains("Another quickstart is running on this data directory");

        first.destroy();
        assertThat(first.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertNothingIsLeft();
    }

    @Test
    void leavesNothingBehind_evenWhenItIsKilled() throws Exception {
        Process quickstart = start("--workers=1");
        await().atMost(START).until(() -> said().contains("The cluster is running") || !quickstart.isAlive());
        assertThat(quickstart.isAlive()).as(said()).isTrue();

        quickstart.destroyForcibly();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(this::assertNothingIsLeft);
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=io/yizhan/quickstart/logback.xml",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                QuickstartCommand.class.getName(),
                "--data=" + work.resolve("data")));
        // Ports that nobody has asked for are any free ones; the last of two values for one option wins.
        for (String port : List.of("gate", "worker", "zookeeper", "redis", "rocketmq", "broker", "mariadb")) {
            String option = "--" + port + "-port=";
            if (List.of(options).stream().noneMatch(given -> given.startsWith(option))) {
                command.add(option + "0");
            }
        }
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile()))
                .start();
        started.add(process);
        return process;
    }

    private Path output() {
        return work.resolve("output.txt");
    }

    private String said() throws IOException {
        return Files.readString(output());
    }

    private void assertNothingIsLeft() {
        String data = work.resolve("data").toString();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(data))
                        .map(process -> process.pid() + " "
                                + process.info().commandLine().orElse("")))
                .isEmpty();
    }
}
