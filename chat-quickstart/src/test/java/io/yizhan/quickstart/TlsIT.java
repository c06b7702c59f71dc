package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Message;
import io.yizhan.client.ChatClient;
import io.yizhan.client.ChatClientConfig;
import io.yizhan.client.ChatListener;
import io.yizhan.client.connection.DialSettings;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.embedded.TestCertificate;
import io.yizhan.server.StandaloneServer;
import io.yizhan.server.SwappablePorts;
import io.yizhan.server.config.ServerConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that speaks TLS with its clients, and the SDK there. */
class TlsIT {
    private static final int ALERT = 21;
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
    private Path certificate;
    private Path key;
    private int port;
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
        certificate = directory.resolve("server.crt");
        key = directory.resolve("server.key");
        install(first);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private void install(TestCertificate which) throws IOException {
        Files.copy(which.certificateFile(), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(which.keyFile(), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private void start(String... settings) throws InterruptedException {
        port = LoopbackPorts.free();
        int gatePort = LoopbackPorts.free();
        gate = URI.create("http://127.0.0.1:" + gatePort);
        List<String> arguments = new ArrayList<>(List.of(
                "--client.port=" + port,
                "--standalone.gate-port=" + gatePort,
                "--client.tls-certificates=" + certificate,
                "--client.tls-key=" + key));
        arguments.addAll(List.of(settings));
        opened.add(StandaloneServer.start(
                ServerConfigReader.readStandalone(arguments, Map.of(), SwappablePorts.onClassPath())));
    }

    @Test
    void usersChat_andStayConnectedWhenTheCertificateIsReplaced() throws Exception {
        start();
        Listener alice = new Listener();
        ChatClient client = client("alice", both, alice);
        client.connect().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(shown()).isEqualTo(first.certificate());

        install(second);
        await().atMost(Person.LIMIT).until(() -> shown().equals(second.certificate()));

        ChatClient bob = client("bob", second.certificateFile(), new Listener());
        bob.connect().get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
        bob.send("alice", "over the new one").get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
        await().atMost(Person.LIMIT).until(() -> alice.texts.contains("over the new one"));
        client.send("bob", "over the old one").get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(alice.trouble).isEmpty();
    }

    @Test
    void theSdkTurnsBack_whereItDoesNotTrustTheWorker() throws Exception {
        start();
        assertThat(client("alice", second.certificateFile(), new Listener()).connect())
                .as("nobody trusted vouches for it")
                .failsWithin(Person.LIMIT);

        start("--client.advertised-host=localhost");
        assertThat(client("alice", first.certificateFile(), new Listener()).connect())
                .as("the certificate is not localhost's")
                .failsWithin(Person.LIMIT);
    }

    @Test
    void theWorkerRefusesWhatIsNotTls12() throws Exception {
        start();
        try (Socket plain = connect()) {
            byte[] body = LOGIN.toByteArray();
            plain.getOutputStream().write(OutsideClient.header(0x86, 2, body.length));
            plain.getOutputStream().write(body);
            assertThat(plain.getInputStream().read()).as("the end, or an alert").isIn(-1, ALERT);
        }
        try (Socket old = connect()) {
            old.getOutputStream().write(helloOfTls11());
            byte[] answer = old.getInputStream().readNBytes(7);
            assertThat(answer[0]).isEqualTo((byte) ALERT);
            assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
        }
        try (Socket silent = connect()) {
            assertThat(silent.getInputStream().read())
                    .as("the handshake is within the time for the login")
                    .isEqualTo(-1);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Math.toIntExact(Person.LIMIT.toMillis()));
        return socket;
    }

    /** A ClientHello of version 3.2 with one cipher suite and no extension. */
    private static byte[] helloOfTls11() {
        String body = "0302" + "ab".repeat(32) + "00" + "0002c009" + "0100";
        return HexFormat.of().parseHex("160301002d" + "01000029" + body);
    }

    /** The certificate that the worker shows at present. */
    private Certificate shown() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("first", first.certificate());
        trusted.setCertificateEntry("second", second.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private ChatClient client(String user, Path trusted, Listener listener) {
        ChatClient client = ChatClient.create(
                ChatClientConfig.builder()
                        .gates(gate)
                        .user(user)
                        .password(user + "-pass")
                        .dial(DialSettings.defaults().trusting(trusted))
                        .build(),
                listener);
        opened.add(client);
        return client;
    }

    private static final class Listener implements ChatListener {
        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final List<String> trouble = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(Message message) {
            texts.add(message.getContent().getText());
        }

        @Override
        public void onDisconnected(String reason) {
            trouble.add(reason);
        }

        @Override
        public void onReconnecting(int attempt, Duration delay) {
            trouble.add("attempt " + attempt);
        }
    }
}
