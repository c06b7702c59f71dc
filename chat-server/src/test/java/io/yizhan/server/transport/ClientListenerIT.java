package io.yizhan.server.transport;

import static io.yizhan.server.transport.RawClient.login;
import static io.yizhan.server.transport.RawClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.DeliveryAck;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.KickReason;
import chat.v2.Kicked;
import chat.v2.LoginRequest;
import chat.v2.LoginResponse;
import chat.v2.LogoutRequest;
import chat.v2.Message;
import chat.v2.Ping;
import chat.v2.Position;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.ReadMark;
import chat.v2.RecallRequest;
import chat.v2.SyncRequest;
import com.google.protobuf.ByteString;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.auth.LoginResult;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.delivery.SendOutcome;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.state.Registration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ClientListenerIT {
    private static final ClientConfig CONFIG = config(Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final Fakes fakes = new Fakes();
    private final EventLoops loops = new EventLoops(2);
    private final List<RawClient> clients = new ArrayList<>();
    private ClientListener listener;
    private int port;

    @BeforeEach
    void start() throws InterruptedException {
        listen(CONFIG);
    }

    @AfterEach
    void stop() throws Exception {
        for (RawClient client : clients) {
            client.close();
        }
        listener.close();
        loops.close();
    }

    @Test
    void tellsWhatTheClientNeeds_whenALoginSucceeds() throws IOException {
        RawClient client = connect();
        client.send(login(17, "alice", "phone", "good"));

        Frame answer = client.receive();

        assertThat(answer.getRequestId()).isEqualTo(17);
        LoginResponse response = answer.getLoginResponse();
        assertThat(response.getSessionId()).isNotEmpty();
        assertThat(response.getNodeId()).isEqualTo(Fakes.SELF.node().value());
        assertThat(response.getHeartbeatMs()).isEqualTo(30_000);
        assertThat(response.getMaxUnacked()).isEqualTo(32);
        assertThat(response.getServerTimeMs()).isCloseTo(System.currentTimeMillis(), offset());
    }

    @ParameterizedTest
    @CsvSource({
        "0087, 2, 0, BAD_FRAME",
        "4745, 21536, 0, BAD_FRAME",
        "0086, 2, -1, BAD_FRAME",
        "0086, 3, 0, UNSUPPORTED_VERSION",
        "0086, 2, 4097, FRAME_TOO_LARGE",
        "0086, 2, 2147483647, FRAME_TOO_LARGE"
    })
    void saysWhatIsWrongThenEnds_whenAHeaderIsBroken(String magic, int version, int length, ErrorCode code)
            throws IOException {
        RawClient client = connect();
        client.header(Integer.parseInt(magic, 16), version, length);

        client.expectError(0, code);
        client.expectEnd();
    }

    @Test
    void saysBadFrameThenEnds_whenABodyDoesNotParse() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.header(0x86, 2, 3);
        client.bytes((byte) 0xff, (byte) 0xff, (byte) 0xff);

        client.expectError(0, ErrorCode.BAD_FRAME);
        client.expectEnd();
        await().untilAsserted(() -> assertThat(fakes.left).hasSize(1));
    }

    @Test
    void endsWithoutAnError_whenTheFirstFrameIsOfVersionOne() throws IOException {
        RawClient client = connect();
        client.header(0x86, 1, 2);

        client.expectEnd();
    }

    @Test
    void refusesAnotherVersion_afterTheFirstFrame() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.header(0x86, 1, 0);

        client.expectError(0, ErrorCode.UNSUPPORTED_VERSION);
        client.expectEnd();
    }

    @Test
    void takesLargerFrames_afterTheLogin() throws IOException {
        RawClient client = connect().loggedIn("alice");

        client.send(message(2, "bob", 1, "x".repeat(16 << 10)));
        assertThat(client.receive().hasSendResponse()).isTrue();

        client.header(0x86, 2, (1 << 20) + 1);
        client.expectError(0, ErrorCode.FRAME_TOO_LARGE);
    }

    @Test
    void answersNotLoggedIn_andStaysOpen_beforeTheLogin() throws IOException {
        RawClient client = connect();
        client.send(ping(5));
        client.expectError(5, ErrorCode.NOT_LOGGED_IN);
        client.send(Frame.newBuilder().setRequestId(6).build());
        client.expectError(6, ErrorCode.NOT_LOGGED_IN);
        client.send(message(0, "bob", 1, "hi"));
        client.expectError(0, ErrorCode.NOT_LOGGED_IN);

        client.loggedIn("alice");

        assertThat(fakes.sent).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"wrong, BAD_TOKEN", "busy, OVERLOADED", "lost, UNAVAILABLE"})
    void saysWhyThenEnds_whenALoginIsRefused(String token, ErrorCode code) throws IOException {
        fakes.login = request -> switch (request.getToken()) {
            case "busy" -> CompletableFuture.completedStage(new LoginResult.Overloaded());
            case "lost" -> CompletableFuture.failedStage(new IOException("Redis is away"));
            default -> fakes.judge(request);
        };
        RawClient client = connect();
        client.send(login(3, "alice", "phone", token));

        client.expectError(3, code);
        client.expectEnd();
    }

    @Test
    void saysBadTokenThenEnds_whenItIsRevokedWhileTheLoginIsChecked() throws IOException {
        CompletableFuture<LoginResult> pending = new CompletableFuture<>();
        fakes.login = request -> pending;
        RawClient client = connect();
        Frame login = login(4, "alice", "phone", "good");
        client.send(login);
        await().until(() -> fakes.logins.get() == 1);

        fakes.states.revoked(new UserId("alice"), new DeviceId("phone"));
        pending.complete(fakes.accepted(login.getLoginRequest()));

        client.expectError(4, ErrorCode.BAD_TOKEN);
        client.expectEnd();
        assertThat(fakes.sessions.all()).isEmpty();
    }

    @Test
    void saysUnavailableThenEnds_whenTheRegistryIsAway() throws IOException {
        fakes.register = claim -> CompletableFuture.failedStage(new IOException("Redis is away"));
        RawClient client = connect();
        client.send(login(3, "alice", "phone", "good"));

        client.expectError(3, ErrorCode.UNAVAILABLE);
        client.expectEnd();
        assertThat(fakes.sessions.size()).isZero();
    }

    @Test
    void staysOpen_whenThePlatformIsUnknown() throws IOException {
        RawClient client = connect();
        client.send(Frame.newBuilder()
                .setRequestId(4)
                .setLoginRequest(LoginRequest.newBuilder()
                        .setToken("good")
                        .setUserId("alice")
                        .setDeviceId("phone")
                        .setPlatformValue(77))
                .build());
        client.expectError(4, ErrorCode.INVALID_ARGUMENT);

        client.loggedIn("alice");
    }

    @Test
    void refusesASecondLogin_andStaysOpen() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(login(9, "alice", "phone", "good"));
        client.expectError(9, ErrorCode.ALREADY_LOGGED_IN);

        client.send(ping(10));

        assertThat(client.receive().hasPong()).isTrue();
    }

    @Test
    void answersInOrder_whatArrivesWhileTheLoginIsChecked() throws IOException {
        CompletableFuture<LoginResult> pending = new CompletableFuture<>();
        fakes.login = request -> pending;
        RawClient client = connect();
        Frame login = login(1, "alice", "phone", "good");
        client.send(login);
        client.send(ping(2));
        client.send(login(3, "alice", "phone", "good"));
        await().until(() -> fakes.logins.get() == 1);

        pending.complete(fakes.accepted(login.getLoginRequest()));

        assertThat(client.receive().hasLoginResponse()).isTrue();
        assertThat(client.receive().hasPong()).isTrue();
        client.expectError(3, ErrorCode.ALREADY_LOGGED_IN);
        assertThat(fakes.logins).hasValue(1);
    }

    @Test
    void answersTheLogin_onlyWhenTheSessionStandsInTheRegistry() throws Exception {
        CompletableFuture<Registration> pending = new CompletableFuture<>();
        fakes.register = claim -> pending.thenApply(any -> fakes.registration(claim));
        RawClient client = connect();
        client.send(login(1, "alice", "phone", "good"));
        await().until(() -> fakes.sessions.size() == 1);
        session().push(textOf(1));

        pending.complete(null);

        assertThat(client.receive().hasLoginResponse()).isTrue();
        assertThat(client.receive().getHeadNotice().getHeads(0).getHeadSeq()).isEqualTo(1);
    }

    @Test
    void closes_whoeverIsNotLoggedInInTime() throws Exception {
        listen(config(Duration.ofMillis(300), Duration.ofSeconds(30)));
        RawClient idle = connect();
        RawClient busy = connect();
        busy.send(ping(1));

        idle.expectEnd();
        busy.readToEnd();
    }

    @Test
    void closes_whoeverIsSilentForThreeHeartbeats() throws Exception {
        listen(config(Duration.ofSeconds(5), Duration.ofMillis(200)));
        RawClient client = connect().loggedIn("alice");

        client.expectEnd();

        await().untilAsserted(() -> assertThat(fakes.left).hasSize(1));
        assertThat(fakes.sessions.size()).isZero();
    }

    @Test
    void sendsInOrder_alsoWhenALookUpTakesLonger() throws Exception {
        CompletableFuture<Boolean> slow = new CompletableFuture<>();
        fakes.exists = user -> user.value().equals("bob") ? slow : CompletableFuture.completedStage(true);
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "first"));
        client.send(message(3, "carol", 2, "second"));
        client.send(ping(4));
        assertThat(client.receive().hasPong()).isTrue();
        assertThat(fakes.sent).isEmpty();

        slow.complete(true);

        assertThat(client.receive().getRequestId()).isEqualTo(2);
        assertThat(client.receive().getRequestId()).isEqualTo(3);
        assertThat(fakes.sent)
                .extracting(command -> command.recipient().value())
                .containsExactly("bob", "carol");
    }

    @Test
    void answersErrorsOnly_toRequestsWithoutAnId() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(message(0, "bob", 1, "hi"));
        client.send(message(0, "nobody", 2, "hi"));

        client.expectError(0, ErrorCode.NO_SUCH_USER);
        assertThat(fakes.sent).hasSize(1);
    }

    @Test
    void passesOn_whatTheSenderSays() throws IOException {
        fakes.send =
                command -> CompletableFuture.completedStage(new SendOutcome.Refused(ErrorCode.OVERLOADED, "full", 250));
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "hi"));

        Frame answer = client.receive();

        assertThat(answer.getError().getCode()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(answer.getError().getRetryAfterMs()).isEqualTo(250);
    }

    @Test
    void survives_whatFailsBehindARequest() throws IOException {
        RawClient client = connect().loggedIn("alice");
        fakes.pull = request -> {
            throw new IllegalStateException("a bug");
        };
        client.send(pull(2));
        client.expectError(2, ErrorCode.INTERNAL);
        fakes.pull = request -> CompletableFuture.failedStage(new NullPointerException("a bug"));
        client.send(pull(3));
        client.expectError(3, ErrorCode.INTERNAL);
        fakes.pull = request -> CompletableFuture.failedStage(new IOException("MySQL is away"));
        client.send(pull(4));
        client.expectError(4, ErrorCode.UNAVAILABLE);
        fakes.pull = request -> CompletableFuture.failedStage(new RequestRefused(ErrorCode.NOT_A_MEMBER, "not yours"));
        client.send(pull(5));
        client.expectError(5, ErrorCode.NOT_A_MEMBER);
    }

    @Test
    void answersCatchingUp() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(pull(2));
        assertThat(client.receive().getPullResponse().getHeadSeq()).isEqualTo(9);

        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setSyncRequest(SyncRequest.getDefaultInstance())
                .build());

        assertThat(client.receive().getSyncResponse().getHeadsCount()).isEqualTo(1);
    }

    @Test
    void takesPositions_withoutAnAnswer() throws IOException {
        RawClient client = connect().loggedIn("alice");
        Position position =
                Position.newBuilder().setConversationId("d:a:b").setSeq(4).build();
        client.send(Frame.newBuilder()
                .setRequestId(2)
                .setDeliveryAck(DeliveryAck.newBuilder().addPositions(position))
                .build());
        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setReadMark(ReadMark.newBuilder().addPositions(position))
                .build());
        client.send(ping(4));

        assertThat(client.receive().hasPong()).isTrue();
        assertThat(fakes.delivered).containsExactly(position);
        assertThat(fakes.read).containsExactly(position);
    }

    @Test
    void refusesWhatItDoesNotKnow_andStaysOpen() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(Frame.newBuilder().setRequestId(2).build());
        client.expectError(2, ErrorCode.INVALID_ARGUMENT);
        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setKicked(Kicked.getDefaultInstance())
                .build());
        client.expectError(3, ErrorCode.INVALID_ARGUMENT);
        client.send(Frame.newBuilder()
                .setRequestId(4)
                .setRecallRequest(RecallRequest.getDefaultInstance())
                .build());
        client.expectError(4, ErrorCode.INVALID_ARGUMENT);
        client.header(0x86, 2, 5);
        client.bytes((byte) 0x08, (byte) 5, (byte) 0xaa, (byte) 6, (byte) 0); // request 5, field 101: from the future
        client.expectError(5, ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void answersEarlierSends_beforeALogout() throws IOException {
        CompletableFuture<SendOutcome> slow = new CompletableFuture<>();
        fakes.send = command -> slow;
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "hi"));
        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setLogoutRequest(LogoutRequest.getDefaultInstance())
                .build());
        client.send(ping(4));
        await().until(() -> fakes.sent.size() == 1);

        slow.complete(fakes.stored(fakes.sent.get(0)));

        assertThat(client.receive().hasSendResponse()).isTrue();
        assertThat(client.receive().hasLogoutResponse()).isTrue();
        client.expectEnd();
    }

    @Test
    void answersNothing_afterAKick() throws IOException {
        RawClient client = connect().loggedIn("alice");
        session().kick(Kicked.newBuilder().setReason(KickReason.LOGIN_ELSEWHERE).build());

        assertThat(client.receive().getKicked().getReason()).isEqualTo(KickReason.LOGIN_ELSEWHERE);
        client.send(ping(2));
        client.expectEnd();
        client.close();
        await().untilAsserted(() -> assertThat(fakes.left).hasSize(1));
    }

    @Test
    void namesWhatADeviceMissed_afterAPing() throws Exception {
        Head head =
                Head.newBuilder().setConversationId("d:alice:bob").setHeadSeq(7).build();
        RawClient client = connect().loggedIn("alice");
        fakes.news = List.of(head);

        await().until(() -> {
            client.send(ping(2));
            return client.receive().hasPong() && fakes.newsSince.get() > 0;
        });

        assertThat(client.receive().getHeadNotice().getHeadsList()).containsExactly(head);
    }

    @Test
    void stopsReading_whileTooMuchIsUnanswered() throws Exception {
        CompletableFuture<SendOutcome> slow = new CompletableFuture<>();
        fakes.send = command -> slow;
        RawClient client = connect().loggedIn("alice");
        for (int i = 1; i <= 400; i++) {
            client.send(message(i, "bob", i, "hi"));
        }
        await().until(() -> fakes.sent.size() >= 250);
        await().during(Duration.ofMillis(300)).until(() -> fakes.sent.size() <= 257);

        slow.complete(fakes.stored(fakes.sent.get(0)));

        Set<Long> answered = new HashSet<>();
        for (int i = 1; i <= 400; i++) {
            answered.add(client.receive().getRequestId());
        }
        assertThat(answered).hasSize(400);
    }

    @Test
    void stopsReading_fromAClientThatDoesNotRead() throws Exception {
        AtomicInteger pulls = new AtomicInteger();
        PullResponse large = PullResponse.newBuilder()
                .addMessages(Message.newBuilder()
                        .setContent(Content.newBuilder().setData(ByteString.copyFrom(new byte[900 << 10]))))
                .build();
        fakes.pull = request -> {
            pulls.incrementAndGet();
            return CompletableFuture.completedStage(large);
        };
        RawClient client = connect().loggedIn("alice");
        for (int i = 1; i <= 100; i++) {
            client.send(pull(i));
        }
        await().during(Duration.ofMillis(500)).until(() -> pulls.get() < 50);

        for (int i = 1; i <= 100; i++) {
            assertThat(client.receive().getRequestId()).isEqualTo(i);
        }
    }

    @Test
    void movesTheWindow_onlyForPositionsThatAreGood() throws Exception {
        RawClient client = connect().loggedIn("alice");
        fakes.receipt = positions ->
                CompletableFuture.failedStage(new RequestRefused(ErrorCode.INVALID_ARGUMENT, "beyond the head"));
        for (long seq = 1; seq <= 33; seq++) {
            session().push(textOf(seq));
        }
        for (long seq = 1; seq <= 32; seq++) {
            assertThat(client.receive().getPush().getMessages(0).getSeq()).isEqualTo(seq);
        }
        assertThat(client.receive().getHeadNotice().getHeads(0).getHeadSeq()).isEqualTo(33);

        client.send(ack(2, 1_000));
        client.expectError(2, ErrorCode.INVALID_ARGUMENT);
        session().push(textOf(34));
        client.send(ack(3, 33)); // numbers that the device was told of here need no check

        assertThat(client.receive().getPush().getMessages(0).getSeq()).isEqualTo(34);
        client.expectError(3, ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void sendsClientsAway_andAnswersWhatIsOpen_whenItStops() throws Exception {
        CompletableFuture<SendOutcome> slow = new CompletableFuture<>();
        fakes.send = command -> slow;
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "hi"));
        await().until(() -> fakes.sent.size() == 1);
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> drain(Duration.ofMillis(100)));

        assertThat(client.receive().getGoAway().getReconnectWithinMs()).isEqualTo(100);
        slow.complete(fakes.stored(fakes.sent.get(0)));
        assertThat(client.receive().hasSendResponse()).isTrue();
        client.expectEnd();
        client.close();

        await().until(drained::isDone);
        assertThat(fakes.sessions.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100})
    void readsFrames_inPieces(int size) throws IOException {
        RawClient client = connect().loggedIn("alice");
        byte[] body = message(2, "bob", 1, "in pieces").toByteArray();
        client.header(0x86, 2, body.length);
        for (int at = 0; at < body.length; at += size) {
            client.bytes(Arrays.copyOfRange(body, at, Math.min(body.length, at + size)));
        }

        assertThat(client.receive().hasSendResponse()).isTrue();
    }

    private void drain(Duration leave) {
        try {
            listener.drain(leave, Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private LocalSession session() {
        return fakes.sessions.all().iterator().next();
    }

    private void listen(ClientConfig config) throws InterruptedException {
        if (listener != null) {
            listener.close();
        }
        listener = new ClientListener(config, loops, fakes.sessions, fakes.services());
        port = listener.bind();
    }

    private RawClient connect() throws IOException {
        RawClient client = new RawClient(port);
        clients.add(client);
        return client;
    }

    private static Message textOf(long seq) {
        return Message.newBuilder().setConversationId("d:alice:bob").setSeq(seq).build();
    }

    private static Frame ping(long requestId) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setPing(Ping.getDefaultInstance())
                .build();
    }

    private static Frame ack(long requestId, long seq) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setDeliveryAck(DeliveryAck.newBuilder()
                        .addPositions(Position.newBuilder()
                                .setConversationId("d:alice:bob")
                                .setSeq(seq)))
                .build();
    }

    private static Frame pull(long requestId) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setPullRequest(PullRequest.newBuilder().setConversationId("d:alice:bob"))
                .build();
    }

    private static Offset<Long> offset() {
        return Offset.offset(60_000L);
    }

    private static ClientConfig config(Duration loginTimeout, Duration heartbeat) {
        return new ClientConfig(
                "127.0.0.1", "127.0.0.1", 0, 1 << 20, 4096, loginTimeout, heartbeat, 32, Duration.ofSeconds(5));
    }
}
