package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.LoginRequest;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.embedded.TestCertificate;
import io.yizhan.server.StandaloneServer;
import io.yizhan.server.SwappablePorts;
import io.yizhan.server.config.ServerConfigReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that speaks TLS with its clients, and the SDK there. */
class TlsIT {
    private static final int PAIRS = 6;
    /** Of each pair, while one certificate is shown. */
    private static final int MESSAGES = 50;

    private static final Frame LOGIN = Frame.newBuilder()
            .setRequestId(1)
            .setLoginRequest(LoginRequest.newBuilder().setUserId("alice").setToken("any"))
            .build();

    @TempDir
    static Path certificates;

    private static TestCertificate first;
    private static TestCertificate second;
    private static Path both;

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private InstalledCertificate installed;
    private TlsProbe probe;
    private URI gate;

    @BeforeAll
    static void makeCertificates() throws IOException {
        first = TestCertificate.make(certificates, "first");
        second = TestCertificate.make(certificates, "second");
        both = Files.writeString(
                certificates.resolve("both.crt"),
                Files.readString(first.certificateFile()) + Files.readString(second.certificateFile()));
    }

    @BeforeEach
    void install() throws IOException {
        installed = InstalledCertificate.in(directory, first);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private void start(String... settings) throws InterruptedException {
        int port = LoopbackPorts.free();
        int gatePort = LoopbackPorts.free();
        gate = URI.create("http://127.0.0.1:" + gatePort);
        probe = new TlsProbe(port, List.of(first, second));
        List<String> arguments = new ArrayList<>(List.of(
                "--client.port=" + port,
                "--standalone.gate-port=" + gatePort,
                "--client.tls-certificates=" + installed.certificates(),
                "--client.tls-key=" + installed.key()));
        arguments.addAll(List.of(settings));
        opened.add(StandaloneServer.start(
                ServerConfigReader.readStandalone(arguments, Map.of(), SwappablePorts.onClassPath())));
    }

    @Test
    void usersChat_andStayConnectedWhenTheCertificateIsReplaced() throws Exception {
        start("--standalone.users=alice,bob");
        TlsPerson alice = person("alice", both).connect();
        assertThat(probe.shown()).isEqualTo(first.certificate());

        installed.replace(second);
        await().atMost(Person.LIMIT).until(() -> probe.shown().equals(second.certificate()));

        TlsPerson bob = person("bob", second.certificateFile()).connect();
        bob.send("alice", "over the new one");
        await().atMost(Person.LIMIT).until(() -> alice.texts().contains("over the new one"));
        alice.send("bob", "over the old one");
        assertThat(alice.trouble()).isEmpty();
    }

    @Test
    void dropsNobodyAndNothing_whenTheCertificateIsReplacedUnderLoad() throws Exception {
        start("--standalone.users="
                + IntStream.range(0, PAIRS).mapToObj(i -> "w" + i + ",r" + i).collect(Collectors.joining(","))
                + ",late0,late1,late2");
        List<TlsPerson> writers = everybody("w");
        List<TlsPerson> readers = everybody("r");
        ExecutorService threads = Executors.newFixedThreadPool(PAIRS);
        AtomicBoolean enough = new AtomicBoolean();
        try {
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                TlsPerson writer = writers.get(i);
                String reader = "r" + i;
                sent.add(threads.submit(() -> writeUntil(enough, writer, reader)));
            }
            int replaced = 0;
            for (TestCertificate next : List.of(second, first, second)) {
                awaitMore(readers);
                installed.replace(next);
                await().atMost(Person.LIMIT).until(() -> probe.shown().equals(next.certificate()));
                person("late" + replaced++, next.certificateFile()).connect().send("r0", "from who came late");
                awaitMore(readers);
            }
            enough.set(true);
            for (int i = 0; i < PAIRS; i++) {
                TlsPerson reader = readers.get(i);
                List<String> all = IntStream.range(0, sent.get(i).get(60, TimeUnit.SECONDS))
                        .mapToObj(Integer::toString)
                        .toList();
                await().atMost(Person.LIMIT)
                        .untilAsserted(() -> assertThat(reader.texts())
                                .filteredOn(text -> !text.startsWith("from"))
                                .isEqualTo(all));
            }
            assertThat(writers).allSatisfy(each -> assertThat(each.trouble()).isEmpty());
            assertThat(readers).allSatisfy(each -> assertThat(each.trouble()).isEmpty());
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
    }

    private List<TlsPerson> everybody(String prefix) throws Exception {
        List<TlsPerson> people = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            people.add(person(prefix + i, both).connect());
        }
        return people;
    }

    /** @return how many were sent, each of which was stored */
    private static int writeUntil(AtomicBoolean enough, TlsPerson writer, String reader) throws Exception {
        int count = 0;
        while (!enough.get()) {
            writer.send(reader, Integer.toString(count++));
        }
        return count;
    }

    private static void awaitMore(List<TlsPerson> readers) {
        List<Integer> before =
                readers.stream().map(reader -> reader.texts().size()).toList();
        await().atMost(Person.LIMIT)
                .until(() -> IntStream.range(0, PAIRS)
                        .allMatch(i -> readers.get(i).texts().size() >= before.get(i) + MESSAGES));
    }

    @Test
    void theSdkTurnsBack_whereItDoesNotTrustTheWorker() throws Exception {
        start("--standalone.users=alice");
        assertThat(person("alice", second.certificateFile()).connecting())
                .as("nobody trusted vouches for it")
                .failsWithin(Person.LIMIT);

        start("--standalone.users=alice", "--client.advertised-host=localhost");
        assertThat(person("alice", first.certificateFile()).connecting())
                .as("the certificate is not localhost's")
                .failsWithin(Person.LIMIT);
    }

    @Test
    void theWorkerRefusesWhatIsNotTls12() throws Exception {
        start();
        try (Socket plain = probe.connect()) {
            byte[] body = LOGIN.toByteArray();
            plain.getOutputStream().write(OutsideClient.header(0x86, 2, body.length));
            plain.getOutputStream().write(body);
            assertThat(plain.getInputStream().read()).as("the end, or an alert").isIn(-1, TlsProbe.ALERT);
        }
        probe.assertRefusesTls11();
        try (Socket silent = probe.connect()) {
            assertThat(silent.getInputStream().read())
                    .as("the handshake is within the time for the login")
                    .isEqualTo(-1);
        }
    }

    private TlsPerson person(String user, Path trusted) {
        TlsPerson person = new TlsPerson(user, gate, trusted);
        opened.add(person);
        return person;
    }
}
