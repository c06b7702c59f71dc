package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the middleware when the JVM that started it gets kill -9. */
class KilledStarterIT {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TempDir
    private Path dir;

    private final int redisPort = LoopbackPorts.free();
    private Process starter;
    private List<ProcessHandle> servers;

    @BeforeEach
    void startEverything() throws IOException {
        starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Starter.class.getName(),
                        dir.toString(),
                        Integer.toString(redisPort))
                .redirectErrorStream(true)
                .start();
        servers = readServers();
    }

    @AfterEach
    void endWhatIsLeft() {
        starter.descendants().forEach(ProcessHandle::destroyForcibly);
        starter.destroyForcibly();
        servers.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void endsEveryServer_whenItsStarterIsKilled() {
        assertThat(servers).hasSize(3).allMatch(ProcessHandle::isAlive);
        starter.destroyForcibly();
        Awaitility.await().atMost(LIMIT).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void endsTheServerAtTheNextStart_whenItsWatchWasKilledToo() {
        ProcessHandle left = servers.get(0);
        List<ProcessHandle> watches = starter.descendants()
                .filter(handle -> handle.info().command().orElse("").matches(".*/(sh|dash|bash|busybox)"))
                .toList();
        assertThat(watches).hasSize(3);
        watches.forEach(ProcessHandle::destroyForcibly);
        starter.destroyForcibly();
        starter.onExit().join();
        assertThat(left.isAlive()).isTrue();

        try (EmbeddedRedis next = EmbeddedRedis.start(dir.resolve("redis"), redisPort)) {
            assertThat(left.isAlive()).isFalse();
            assertThat(next.isAlive()).isTrue();
        }
    }

    private List<ProcessHandle> readServers() throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(starter.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("started ")) {
                return Arrays.stream(line.substring("started ".length()).split(" "))
                        .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                        .toList();
            }
            seen.append(line).append('\n');
        }
        throw new IOException("the starter ended: " + seen);
    }
}
