package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.Ping;
import chat.v2.PullRequest;
import chat.v2.SendRequest;
import chat.v2.Target;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract refuses, asked by a client that knows only the contract; bystanders chat through all of it. */
class RefusalsIT {
    private static final Duration SOON = Duration.ofSeconds(3);
    private static final int TWO_GIB_LESS_ONE = Integer.MAX_VALUE;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    private OutsideGate gate;
    private OutsideClient alice;
    private OutsideClient bob;

    @BeforeEach
    void bystandersLogIn() throws Exception {
        gate = new OutsideGate(cluster.gate());
        OutsideGate.Ticket ticket = gate.ticket("alice", "a1");
        alice = OutsideClient.loggedIn(ticket, "alice", "a1");
        OutsideGate.Ticket elsewhere = gate.otherNode(gate.ticket("bob", "b1").token(), ticket.nodeId());
        bob = OutsideClient.loggedIn(elsewhere, "bob", "b1");
    }

    @AfterEach
    void bystandersAreUndisturbed() throws Exception {
        int before = bob.pushed().size();
        Frame answer = alice.send("bob", "still there?");
        assertThat(answer.hasSendResponse()).as("%s", answer).isTrue();
        org.awaitility.Awaitility.await()
                .atMost(OutsideClient.LIMIT)
                .until(() -> bob.pushed().size() > before);
        alice.close();
        bob.close();
    }

    @Test
    void answersWrongPasswordAndUnknownUserAlike() throws Exception {
        OutsideGate.Answer wrong = gate.login("carol", "not-her-password", "x");
        OutsideGate.Answer unknown = gate.login("nobody-at-all", "not-her-password", "x");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("BAD_CREDENTIALS");
        assertThat(wrong.contentType()).startsWith("application/problem+json");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }

    @Test
    void refusesAForgedToken() throws Exception {
        assertBadToken("A".repeat(43), "carol", "c1");
    }

    @Test
    void refusesATokenOfAnotherUserOrDevice() throws Exception {
        String token = gate.ticket("carol", "c1").token();

        assertBadToken(token, "alice", "c1");
        assertBadToken(token, "carol", "c2");
    }

    @Test
    void refusesATokenThatHasExpired() throws Exception {
        URI hasty = cluster.running().startGate("--yizhan.token.ttl=1s");
        OutsideGate.Ticket ticket = new OutsideGate(hasty).ticket("carol", "c1");

        org.awaitility.Awaitility.await()
                .pollDelay(Duration.ofMillis(1_200))
                .atMost(OutsideClient.LIMIT)
                .untilAsserted(() -> assertBadToken(ticket.token(), "carol", "c1"));
    }

    static Stream<Arguments> brokenFrames() {
        byte[] garbage = "\u00ff\u00ff\u00ff garbage, not protobuf".getBytes(StandardCharsets.ISO_8859_1);
        return Stream.of(
                Arguments.of("wrong magic", OutsideClient.header(0x4745, 2, 4), new byte[4], ErrorCode.BAD_FRAME),
                Arguments.of("version 9", OutsideClient.header(0x86, 9, 4), new byte[4], ErrorCode.UNSUPPORTED_VERSION),
                Arguments.of(
                        "2 GiB",
                        OutsideClient.header(0x86, 2, TWO_GIB_LESS_ONE),
                        new byte[0],
                        ErrorCode.FRAME_TOO_LARGE),
                Arguments.of("negative length", OutsideClient.header(0x86, 2, -1), new byte[0], ErrorCode.BAD_FRAME),
                Arguments.of(
                        "4 KiB before login",
                        OutsideClient.header(0x86, 2, 4_097),
                        new byte[0],
                        ErrorCode.FRAME_TOO_LARGE),
                Arguments.of(
                        "garbage body", OutsideClient.header(0x86, 2, garbage.length), garbage, ErrorCode.BAD_FRAME));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFrames")
    void answersABrokenFrameOnce_thenCloses(String what, byte[] header, byte[] body, ErrorCode expected)
            throws Exception {
        try (OutsideClient stranger = stranger()) {
            stranger.raw(header, body);

            Frame answer = stranger.nextUnasked();
            assertThat(answer.getRequestId()).isZero();
            assertThat(answer.getError().getCode()).isEqualTo(expected);
            assertThat(stranger.isEnded(SOON)).isTrue();
        }
    }

    @Test
    void refusesWhateverComesBeforeTheLogin_andStaysOpen() throws Exception {
        OutsideGate.Ticket ticket = gate.ticket("carol", "c1");
        try (OutsideClient carol = new OutsideClient(ticket.host(), ticket.port())) {
            assertRefused(carol.send("bob", "too early"), ErrorCode.NOT_LOGGED_IN);
            assertRefused(carol.ask(Frame.newBuilder().setPing(Ping.newBuilder())), ErrorCode.NOT_LOGGED_IN);

            assertThat(carol.login(ticket.token(), "carol", "c1").hasLoginResponse())
                    .isTrue();
            assertRefused(carol.login(ticket.token(), "carol", "c1"), ErrorCode.ALREADY_LOGGED_IN);
            assertThat(carol.send("bob", "now").hasSendResponse()).isTrue();
        }
    }

    @Test
    void closesAConnectionThatDoesNotLogIn() throws Exception {
        try (OutsideClient stranger = stranger()) {
            assertThat(stranger.isEnded(Duration.ofSeconds(8))).isTrue();
        }
    }

    @Test
    void refusesAMessageToNobody() throws Exception {
        assertRefused(alice.send("nobody-at-all", "hello?"), ErrorCode.NO_SUCH_USER);
        assertRefused(alice.send("not a user id", "hello?"), ErrorCode.INVALID_ARGUMENT);
        assertRefused(
                alice.ask(Frame.newBuilder()
                        .setSendRequest(
                                OutsideClient.text("bob", 9, "x").toBuilder().clearTarget())),
                ErrorCode.INVALID_ARGUMENT);
    }

    static Stream<Arguments> contentsOverTheLimits() {
        Content.Builder text = Content.newBuilder().setType(ContentType.TEXT);
        Content.Builder manyProperties = text.clone();
        for (int i = 0; i < 33; i++) {
            manyProperties.putProperties("k" + i, "v");
        }
        return Stream.of(
                Arguments.of("text of 16 KiB + 1", text.clone().setText("x".repeat((16 << 10) + 1))),
                Arguments.of("text in bytes, not characters", text.clone().setText("驿".repeat((16 << 10) / 3 + 1))),
                Arguments.of(
                        "content of 64 KiB",
                        Content.newBuilder()
                                .setType(ContentType.CUSTOM)
                                .setData(ByteString.copyFrom(new byte[64 << 10]))),
                Arguments.of("33 properties", manyProperties),
                Arguments.of("key of 65", text.clone().putProperties("k".repeat(65), "v")),
                Arguments.of("value of 1025", text.clone().putProperties("k", "v".repeat(1_025))),
                Arguments.of("no type", Content.newBuilder().setText("x")),
                Arguments.of("SYSTEM", Content.newBuilder().setType(ContentType.SYSTEM)),
                Arguments.of("type 99", Content.newBuilder().setTypeValue(99)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contentsOverTheLimits")
    void refusesContentOverTheLimits(String what, Content.Builder content) throws Exception {
        SendRequest request = SendRequest.newBuilder()
                .setTarget(Target.newBuilder().setUserId("bob"))
                .setClientMsgId(7)
                .setContent(content)
                .build();

        assertRefused(alice.ask(Frame.newBuilder().setSendRequest(request)), ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void refusesPullsOfWhatIsNotOnesOwn() throws Exception {
        assertRefused(pull("d:bob:carol", 0, 0, 0), ErrorCode.NOT_A_MEMBER);
        assertRefused(pull("nonsense", 0, 0, 0), ErrorCode.INVALID_ARGUMENT);
        assertRefused(pull("d:alice:bob", 9, 3, 0), ErrorCode.INVALID_ARGUMENT);
        assertRefused(pull("d:alice:bob", 0, 0, 1_001), ErrorCode.INVALID_ARGUMENT);
        assertRefused(pull("g:none", 0, 0, 0), ErrorCode.NO_SUCH_GROUP);
        assertThat(pull("d:alice:zoe", 0, 0, 0).getPullResponse().getHeadSeq()).isZero();
    }

    @Test
    void logsABrokenFrameOnce_withoutItsContent() throws Exception {
        String canary = "canary-" + System.nanoTime();
        long before = linesAbout("not a frame");
        try (OutsideClient stranger = stranger()) {
            stranger.raw(OutsideClient.header(0x4745, 2, canary.length()), canary.getBytes(StandardCharsets.US_ASCII));
            assertThat(stranger.nextUnasked().hasError()).isTrue();
            assertThat(stranger.isEnded(SOON)).isTrue();
        }
        assertThat(linesAbout(canary)).isZero();
        assertThat(linesAbout("BAD_FRAME") - before).isPositive();
    }

    /** What waits for a hash takes 19 MiB once it runs, so all at once would end the gate, which has 192 MiB. */
    @Test
    void bearsAStormOfLogins_whileOthersChat() throws Exception {
        List<CompletableFuture<OutsideGate.Answer>> logins = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            logins.add(gate.loginLater("carol", "carol-pass", "storm-" + i));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(alice.send("bob", "amid the storm " + i).hasSendResponse())
                    .isTrue();
        }
        org.awaitility.Awaitility.await()
                .atMost(OutsideClient.LIMIT)
                .until(() ->
                        bob.pushed().stream().map(Message::getSeq).distinct().count() >= 20);
        Message last = bob.pushed().get(bob.pushed().size() - 1);
        bob.acknowledge(last.getConversationId(), last.getSeq());
        List<OutsideGate.Answer> answers = new ArrayList<>();
        for (CompletableFuture<OutsideGate.Answer> login : logins) {
            answers.add(login.get(60, TimeUnit.SECONDS));
        }

        assertThat(answers)
                .extracting(OutsideGate.Answer::status)
                .contains(200, 429)
                .containsOnly(200, 429);
        assertThat(answers).filteredOn(answer -> answer.status() == 429).allSatisfy(refused -> {
            assertThat(refused.code()).isEqualTo("RATE_LIMITED");
            assertThat(refused.raw().headers().firstValue("Retry-After")).hasValue("1");
        });
        assertThat(cluster.running().gateProcess().isAlive()).isTrue();
        assertThat(gate.ticket("carol", "after").token()).isNotEmpty();
    }

    private Frame pull(String conversation, long from, long to, int limit) throws Exception {
        return alice.ask(Frame.newBuilder()
                .setPullRequest(PullRequest.newBuilder()
                        .setConversationId(conversation)
                        .setFromSeq(from)
                        .setToSeq(to)
                        .setLimit(limit)));
    }

    private static OutsideClient stranger() throws IOException {
        return new OutsideClient("127.0.0.1", cluster.worker(0).port());
    }

    private void assertBadToken(String token, String user, String device) throws Exception {
        try (OutsideClient stranger = stranger()) {
            assertRefused(stranger.login(token, user, device), ErrorCode.BAD_TOKEN);
            assertThat(stranger.isEnded(SOON)).isTrue();
        }
    }

    private static void assertRefused(Frame answer, ErrorCode code) {
        assertThat(answer.getError().getCode()).as("%s", answer).isEqualTo(code);
    }

    private static long linesAbout(String text) throws IOException {
        try (Stream<String> lines = Files.lines(cluster.worker(0).process().log())) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }
}
