package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.discovery.ZooKeeperUser;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.embedded.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program: what it says, how it exits, and that it waits for whoever starts later. */
class GateProcessIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final int SIGTERM = 128 + 15;
    /** Longer than a test waits for an exit. */
    private static final String PATIENT = "--yizhan.start.timeout=10m";

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Path log;

    @BeforeEach
    void nameLog() {
        log = directory.resolve("gate.log");
    }

    @AfterEach
    void endAll() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void becomesReady_whenWhatItWaitsForStartsLater(@TempDir Path redisDirectory) throws Exception {
        int port = LoopbackPorts.free();
        Process gate = start("redis://127.0.0.1:" + port, "--yizhan.start.timeout=120s");
        await().atMost(START).until(() -> said("Waiting for Redis at 127.0.0.1:" + port));
        try (EmbeddedRedis redis = EmbeddedRedis.start(redisDirectory, port)) {
            await().atMost(START).until(() -> said("The gate is ready"));
            assertThat(redis.isAlive()).isTrue();
            assertThat(gate.isAlive()).isTrue();
        }
    }

    @Test
    void stopsAtSigterm_whenItIsReady() throws Exception {
        Process gate = start(SharedMiddleware.redisUri());
        await().atMost(START).until(() -> said("The gate is ready"));
        long begin = System.nanoTime();
        gate.destroy();
        assertThat(gate.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        assertThat(gate.exitValue()).isEqualTo(SIGTERM);
    }

    @Test
    void stopsAtSigterm_whileItWaits() throws Exception {
        Process gate = start("redis://127.0.0.1:" + LoopbackPorts.free());
        await().atMost(START).until(() -> said("Waiting for Redis"));
        gate.destroy();
        assertThat(gate.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(gate.exitValue()).isEqualTo(SIGTERM);
    }

    @Test
    void exitsWithOneLine_whenSomethingDoesNotCome() throws Exception {
        int port = LoopbackPorts.free();
        Process gate = start("redis://:canary-secret@127.0.0.1:" + port, "--yizhan.start.timeout=1s");
        assertThat(gate.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(gate.exitValue()).isEqualTo(1);
        assertThat(lines())
                .filteredOn(line -> line.contains("ERROR") || line.startsWith("\tat "))
                .singleElement()
                .asString()
                .contains("Could not start without Redis at 127.0.0.1:" + port)
                .doesNotContain("canary-secret");
    }

    @Test
    void exitsWithOneLine_whenASettingOrThePortIsBad() throws Exception {
        Process gate = start(SharedMiddleware.redisUri(), "--yizhan.token.ttl=0s");
        assertThat(gate.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(gate.exitValue()).isEqualTo(78);
        assertThat(lines())
                .filteredOn(line -> line.contains("ERROR"))
                .singleElement()
                .asString()
                .contains("yizhan.token.ttl");

        Process open = start("redis://:changeme@127.0.0.1:1");
        assertThat(open.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(open.exitValue()).isEqualTo(78);
        assertThat(lines())
                .filteredOn(line -> line.contains("ERROR"))
                .singleElement()
                .asString()
                .contains("yizhan.redis.uri holds a password that everybody knows")
                .doesNotContain("changeme");

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process second = start(SharedMiddleware.redisUri(), "--server.port=" + taken.getLocalPort());
            assertThat(second.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(lines())
                    .filteredOn(line -> line.contains("ERROR"))
                    .singleElement()
                    .asString()
                    .contains("port is taken: " + taken.getLocalPort());
        }
    }

    @Test
    void exitsWithOneLine_whenItsCertificateIsOfNoUse() throws Exception {
        TestCertificate one = TestCertificate.make(directory, "one");
        TestCertificate other = TestCertificate.make(directory, "other");
        assertNoTls("set both", one.certificateFile().toString(), "");
        assertNoTls("cannot read /nowhere", "/nowhere", one.keyFile().toString());
        assertNoTls(
                "The key is not that of the first certificate",
                one.certificateFile().toString(),
                other.keyFile().toString());
        assertNoTls(
                "There is no key that begins with BEGIN PRIVATE KEY",
                one.certificateFile().toString(),
                one.certificateFile().toString());
    }

    private void assertNoTls(String words, String certificates, String key) throws Exception {
        Process gate = start(
                SharedMiddleware.redisUri(), "--yizhan.tls.certificates=" + certificates, "--yizhan.tls.key=" + key);
        assertThat(gate.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(gate.exitValue()).isEqualTo(78);
        assertThat(lines())
                .filteredOn(line -> line.contains("ERROR") || line.startsWith("\tat "))
                .singleElement()
                .asString()
                .contains("Setting refused", words);
    }

    @Test
    void exitsAtOnceWithOneLine_whenAStoreRefusesItsUser() throws Exception {
        String redis = SharedMiddleware.redisUri();
        assertRefused(
                start(redis.replace("://", "://nobody:canary-secret@"), PATIENT), "without Redis at ", "WRONGPASS");
        assertRefused(
                start(redis, "--spring.datasource.password=canary-secret", PATIENT),
                "without the database at ",
                "Access denied");
        assertRefused(startWith(closedZooKeeper(), redis, PATIENT), "without ZooKeeper at ", "NoAuth");
    }

    /** A tree of nodes whose user nobody here knows. */
    private static String closedZooKeeper() throws Exception {
        String connect = SharedMiddleware.zooKeeper().connectString();
        ZooKeeperUser other = new ZooKeeperUser("other", "canary-secret");
        try (ZooKeeperClient owner = new ZooKeeperClient(connect, Duration.ofSeconds(10), Optional.of(other))) {
            owner.start(START);
            owner.curator().create().creatingParentsIfNeeded().forPath("/closed" + ClusterPaths.NODES);
        }
        return connect + "/closed";
    }

    private void assertRefused(Process gate, String store, String words) throws Exception {
        assertThat(gate.waitFor(START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(gate.exitValue()).isEqualTo(1);
        assertThat(lines())
                .filteredOn(line -> line.contains("ERROR") || line.startsWith("\tat "))
                .singleElement()
                .asString()
                .contains(store, "refuses the user or the password", words)
                .doesNotContain("canary-secret");
    }

    private Process start(String redis, String... settings) throws IOException {
        return startWith(SharedMiddleware.zooKeeper().connectString(), redis, settings);
    }

    private Process startWith(String zookeeper, String redis, String... settings) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-cp",
                System.getProperty("java.class.path"),
                WebGateApplication.class.getName()));
        command.addAll(List.of(TestGate.arguments(zookeeper, redis, SharedMiddleware.mariaDb(), settings)));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        started.add(process);
        return process;
    }

    private boolean said(String words) throws IOException {
        return Files.readString(log).contains(words);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log);
    }
}
