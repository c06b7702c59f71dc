package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.client.console.ChatConsole;
import io.yizhan.embedded.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A gate that speaks TLS before workers that do: what comes in, and what does not. */
class GateTlsIT {
    private static final Path CERTIFICATES = directory();
    private static final TestCertificate FIRST = TestCertificate.make(CERTIFICATES, "first");
    private static final TestCertificate SECOND = TestCertificate.make(CERTIFICATES, "second");

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(
            1, "--client.tls-certificates=" + FIRST.certificateFile(), "--client.tls-key=" + FIRST.keyFile());

    private static InstalledCertificate installed;
    private static URI gate;
    private static TlsProbe probe;

    @TempDir
    Path directory;

    private static Path directory() {
        try {
            return Files.createTempDirectory("gate-tls");
        } catch (IOException e) {
            throw new IllegalStateException("No directory for certificates", e);
        }
    }

    @BeforeAll
    static void startGate() throws Exception {
        installed = InstalledCertificate.in(CERTIFICATES, FIRST);
        gate = cluster.running()
                .startGate(
                        "--yizhan.tls.certificates=" + installed.certificates(), "--yizhan.tls.key=" + installed.key());
        probe = new TlsProbe(gate.getPort(), List.of(FIRST, SECOND));
    }

    @Test
    void usersLogInAndChat_withSdkAndConsole() throws Exception {
        installed.replace(FIRST);
        await().atMost(Person.LIMIT).until(() -> probe.shown().equals(FIRST.certificate()));
        try (TlsPerson alice = new TlsPerson("alice", gate, FIRST.certificateFile())) {
            alice.connect();
            alice.send("bob", "under cover");

            Process bob = console(
                    "/msg alice so am I\n",
                    "-u",
                    "bob",
                    "--trust",
                    FIRST.certificateFile().toString(),
                    "--expect",
                    "1");

            assertThat(bob.waitFor(Person.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(bob.exitValue()).as(said()).isZero();
            assertThat(said()).contains("under cover");
            await().atMost(Person.LIMIT).until(() -> alice.texts().contains("so am I"));
            assertThat(alice.trouble()).isEmpty();
        }
    }

    @Test
    void sdkAndConsoleTurnBack_whereTheyDoNotTrustTheGate() throws Exception {
        installed.replace(FIRST);
        await().atMost(Person.LIMIT).until(() -> probe.shown().equals(FIRST.certificate()));
        try (TlsPerson alice = new TlsPerson("alice", gate, SECOND.certificateFile())) {
            assertThat(alice.connecting()).failsWithin(Person.LIMIT);
        }
        Process bob = console("", "-u", "bob");
        assertThat(bob.waitFor(Person.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(bob.exitValue()).as(said()).isEqualTo(3);

        Process other = console("", "-u", "bob", "--trust", FIRST.keyFile().toString());
        assertThat(other.waitFor(Person.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(other.exitValue()).as(said()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNotTls12() throws Exception {
        probe.assertRefusesTls11();
        try (Socket plain = probe.connect()) {
            plain.getOutputStream()
                    .write("GET /v3/api-docs HTTP/1.1\r\nHost: gate\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotContain("200", "openapi");
        }
    }

    @Test
    void showsAReplacedCertificate_toWhoComesFromThenOn() throws Exception {
        installed.replace(FIRST);
        await().atMost(Person.LIMIT).until(() -> probe.shown().equals(FIRST.certificate()));
        HttpClient before = HttpClient.newBuilder()
                .sslContext(TlsProbe.trusting(List.of(FIRST)))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        assertThat(status(before)).isEqualTo(200);

        installed.replace(SECOND);
        await().atMost(Person.LIMIT).until(() -> probe.shown().equals(SECOND.certificate()));

        assertThat(status(before)).as("on the connection that it has").isEqualTo(200);
        try (TlsPerson alice = new TlsPerson(
                "alice", gate, Files.writeString(directory.resolve("both.crt"), pem(FIRST) + pem(SECOND)))) {
            alice.connect();
        }
    }

    private static String pem(TestCertificate which) throws IOException {
        return Files.readString(which.certificateFile());
    }

    private static int status(HttpClient http) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(gate.resolve("/v3/api-docs")).build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private Process console(String lines, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ChatConsole.class.getName(),
                "--gate",
                gate.toString(),
                "--password",
                "bob-pass",
                "--data",
                directory.resolve("console").toString()));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectInput(
                        Files.writeString(directory.resolve("lines"), lines).toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }
}
