package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Frame;
import chat.v2.LoginRequest;
import chat.v2.Message;
import chat.v2.Ping;
import chat.v2.Platform;
import chat.v2.PullRequest;
import chat.v2.RecallRequest;
import chat.v2.SendRequest;
import chat.v2.SendResponse;
import chat.v2.Target;
import com.google.protobuf.ByteString;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.memory.MemoryDeadLetters;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.config.RocketMqConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever comes to a worker, and whatever becomes of it: no token, text, property or name of a group stands in a log
 * at DEBUG, and nobody writes log lines of his own. Each secret begins with one word, by which it would be known.
 */
class WorkerLogsIT {
    private static final int NEVER_ASKED = 1 << 20;

    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared("lea", "leo");

    private final String canary = "canary-" + UUID.randomUUID();
    private final String forged = "forged-" + UUID.randomUUID();
    private final MarkedFrames frames = new MarkedFrames(canary + "\r\n" + forged);
    private final OutsideGate gate = new OutsideGate(cluster.gate());
    private String admin;
    private String token;
    private WatchedLogs logs;

    @BeforeEach
    void talkMuch() throws Exception {
        admin = gate.ticket(TestCluster.ADMIN, "ops").token();
        token = gate.ticket("lea", "l1").token();
        logs = new WatchedLogs(cluster.running(), gate, admin);
    }

    @AfterEach
    void nothingStandsInALog() throws Exception {
        try (WatchedLogs watched = logs) {
            watched.assertHoldNo(canary);
            watched.assertNoLineBegins(forged);
        }
    }

    private static OutsideClient stranger() throws IOException {
        return new OutsideClient("127.0.0.1", cluster.running().workers().get(0).port());
    }

    private OutsideClient loggedIn() throws Exception {
        OutsideClient lea = stranger();
        assertThat(lea.login(token, "lea", "l1").hasLoginResponse()).isTrue();
        return lea;
    }

    @Test
    void whoeverIsNotLoggedIn() throws Exception {
        for (Frame frame : frames.all(0)) {
            try (OutsideClient stranger = stranger()) {
                assertThat(stranger.ask(frame.toBuilder()).hasError())
                        .as("%s", frame.getBodyCase())
                        .isTrue();
            }
        }
        for (LoginRequest.Builder almost : List.of(
                LoginRequest.newBuilder().setToken(canary).setUserId("lea"),
                LoginRequest.newBuilder().setToken(token).setUserId("leo").setClientVersion(canary))) {
            almost.setDeviceId("l1").setPlatform(Platform.BOT);
            try (OutsideClient stranger = stranger()) {
                assertThat(stranger.ask(Frame.newBuilder().setLoginRequest(almost))
                                .hasError())
                        .isTrue();
            }
        }
    }

    @Test
    void whoeverSendsWhatIsNoFrame() throws Exception {
        for (Frame frame : frames.all(NEVER_ASKED)) {
            byte[] whole = frame.toByteArray();
            byte[] half = Arrays.copyOf(whole, whole.length / 2);
            for (int version : List.of(1, 2, 9)) {
                ByteArrayOutputStream broken = new ByteArrayOutputStream(); // at once: the first part may end it
                broken.writeBytes(OutsideClient.header(0x86, version, half.length));
                broken.writeBytes(half);
                broken.writeBytes(OutsideClient.header(0x47, version, whole.length));
                broken.writeBytes(whole);
                try (OutsideClient stranger = stranger();
                        OutsideClient lea = loggedIn()) {
                    for (OutsideClient client : List.of(stranger, lea)) {
                        client.raw(broken.toByteArray());
                        assertThat(client.isEnded(OutsideClient.LIMIT)).isTrue();
                    }
                }
            }
        }
    }

    @Test
    void whoeverIsLoggedIn() throws Exception {
        for (Frame frame : frames.all(NEVER_ASKED)) {
            try (OutsideClient lea = loggedIn()) {
                lea.tell(frame);
                lea.askLater(Frame.newBuilder().setPing(Ping.getDefaultInstance()))
                        .handle((pong, ended) -> true)
                        .get(OutsideClient.LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void aMessageAndAllThatBecomesOfIt() throws Exception {
        try (OutsideClient lea = loggedIn()) {
            SendResponse stored = send(lea, toUser("leo"), 1, content("")).getSendResponse();
            assertThat(stored.getSeq()).isPositive();
            assertThat(send(lea, toUser("leo"), 1, content("another")).hasError())
                    .as("one id for two contents")
                    .isTrue();
            assertThat(send(lea, toUser("nobody"), 2, content("")).hasError()).isTrue();
            assertThat(send(lea, toUser("leo"), 3, content("x".repeat(16 << 10)))
                            .hasError())
                    .isTrue();
            String group = club();
            assertThat(send(lea, Target.newBuilder().setGroupId(group).build(), 4, content(""))
                            .hasSendResponse())
                    .isTrue();
            try (OutsideClient leo = OutsideClient.loggedIn(gate.ticket("leo", "l2"), "leo", "l2")) {
                await().atMost(OutsideClient.LIMIT).until(() -> pulled(leo, stored.getConversationId()) > 0);
                await().atMost(OutsideClient.LIMIT).until(() -> pulled(leo, "g:" + group) > 0);
                assertThat(send(leo, toUser("lea"), 5, content("to who is there"))
                                .hasSendResponse())
                        .isTrue();
            }
            assertThat(lea.ask(Frame.newBuilder()
                                    .setRecallRequest(RecallRequest.newBuilder()
                                            .setConversationId(stored.getConversationId())
                                            .setSeq(stored.getSeq())))
                            .hasRecallResponse())
                    .isTrue();
        }
    }

    /** A group that has the word for a name, which is then changed. */
    private String club() throws Exception {
        String group = "club-" + UUID.randomUUID().toString().substring(0, 8);
        String body = "{\"groupId\":\"%s\",\"name\":\"%s\",\"memberIds\":[\"leo\"]}".formatted(group, canary);
        assertThat(gate.call("POST", "/api/v1/groups", token, body).status()).isEqualTo(201);
        String renamed = "{\"name\":\"%s-2\"}".formatted(canary);
        assertThat(gate.call("PATCH", "/api/v1/groups/" + group, token, renamed).status())
                .isEqualTo(200);
        assertThat(gate.call("PATCH", "/api/v1/groups/no-" + group, token, renamed)
                        .status())
                .isEqualTo(404);
        return group;
    }

    private static Target toUser(String user) {
        return Target.newBuilder().setUserId(user).build();
    }

    private Content content(String more) {
        return Content.newBuilder()
                .setType(ContentType.TEXT)
                .setText(canary + more)
                .setUrl("https://example.org/" + canary)
                .setData(ByteString.copyFromUtf8(canary))
                .putProperties(canary, canary)
                .build();
    }

    private static Frame send(OutsideClient from, Target to, long id, Content content) throws Exception {
        return from.ask(Frame.newBuilder()
                .setSendRequest(SendRequest.newBuilder()
                        .setTarget(to)
                        .setClientMsgId(id)
                        .setContent(content)));
    }

    private static int pulled(OutsideClient by, String conversation) throws Exception {
        return by.ask(Frame.newBuilder().setPullRequest(PullRequest.newBuilder().setConversationId(conversation)))
                .getPullResponse()
                .getMessagesCount();
    }

    @Test
    void aClientOfTheBook() throws Exception {
        int port = cluster.running().workers().get(1).port();
        try (BookClient stranger = new BookClient("127.0.0.1", port)) {
            stranger.login("leo", "b1", canary);
            assertThat(stranger.isEnded()).isTrue();
        }
        try (BookClient leo = new BookClient("127.0.0.1", port)) {
            leo.login("leo", "b1", gate.ticket("leo", "b1", "DESKTOP").token());
            leo.send("lea", canary);
            leo.answer(BookClient.MESSAGE_RESPONSE);
            leo.send("nobody", canary + "\r\n" + forged);
            leo.raw(canary.getBytes(StandardCharsets.UTF_8));
            assertThat(leo.isEnded()).isTrue();
        }
    }

    @Test
    void aDeadLetter() throws Exception {
        ConversationId nobodys = ConversationId.direct(new UserId(forged), new UserId("nobody"));
        Message message = Message.newBuilder()
                .setConversationId(nobodys.value())
                .setSeq(1)
                .setFromUserId("nobody")
                .setFromDeviceId("\r\n" + forged)
                .setContent(content(""))
                .build();
        RocketMqConfig config = new RocketMqConfig(
                cluster.running().middleware().rocketmq().nameServers(),
                "yizhan-messages",
                8,
                "yizhan-persister",
                Duration.ofSeconds(6));
        try (RocketMqMessageLog log = RocketMqMessageLog.open(config, new MemoryDeadLetters())) {
            log.append(List.of(new LogRecord.Stored(nobodys, message, 1)))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
        await().atMost(OutsideClient.LIMIT)
                .until(() -> letters("GET", "").raw().body().contains(forged));
        String letter = "/" + letters("GET", "").body().at("/letters/0/id").asLong();
        assertThat(letters("POST", letter + "/replay").body().path("outcome").asString())
                .isEqualTo("UNREADABLE");
        assertThat(letters("DELETE", letter).status()).isEqualTo(204);
    }

    private OutsideGate.Answer letters(String method, String path) throws Exception {
        return gate.call(method, "/api/v1/admin/deadletters" + path, admin, null);
    }

    @Test
    void whoeverIsNoWorker() throws Exception {
        int mesh = cluster.running()
                .members()
                .member(cluster.running().workers().get(0).port())
                .orElseThrow()
                .endpoint()
                .meshPort();
        for (Frame frame : frames.all(1)) {
            try (Socket socket = new Socket("127.0.0.1", mesh)) {
                byte[] body = frame.toByteArray();
                socket.getOutputStream()
                        .write(ByteBuffer.allocate(4 + body.length)
                                .putInt(body.length)
                                .put(body)
                                .array());
                assertThat(socket.getInputStream().readAllBytes())
                        .as("what any worker is asked, then the end")
                        .hasSizeLessThan(64);
            } catch (SocketException e) {
                assertThat(e).as("an end, too").hasMessageContaining("reset");
            }
        }
        logs.assertTellAtDebug("Refused what is no worker's");
    }
}
