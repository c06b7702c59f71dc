package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.status.v1.GetChatServerRequest;
import chat.status.v1.GetChatServerResponse;
import chat.status.v1.StatusServiceGrpc;
import chat.v2.ErrorCode;
import chat.v2.Message;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.quickstart.BookClient.Fields;
import io.yizhan.quickstart.OutsideGate.Answer;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Who has only the book's client logs in by its gate's calls and chats with users of version 2. */
class BookClientIT {
    private static final String STATUS_SECRET = "known-to-programs-of-ones-own-only";
    private static final int STATUS_PORT = LoopbackPorts.free();

    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared("ann", "ben", "cat", "dan", "eve", "fay", "gus");

    private static OutsideGate books;
    private final OutsideGate gate = new OutsideGate(cluster.gate());

    @BeforeAll
    static void startTheBooksGate() throws InterruptedException {
        books = new OutsideGate(cluster.running()
                .startGate(
                        "--yizhan.book-compat=true",
                        "--yizhan.status.secret=" + STATUS_SECRET,
                        "--yizhan.status.port=" + STATUS_PORT));
    }

    @Test
    void chatsBothWays_withAUserOfVersionTwo_onAnotherWorker() throws Exception {
        JsonNode login = login("ann");
        try (BookClient ann = connected("ann", login);
                OutsideClient ben = elsewhere("ben", login)) {
            ann.send("ben", "hello from the book");
            Fields stored = ann.answer(BookClient.MESSAGE_RESPONSE);
            assertThat(stored.number(2)).isEqualTo(-1);
            assertThat(stored.part(7).number(1)).isEqualTo(1);
            assertThat(stored.part(7).number(2)).isZero();
            await().atMost(OutsideClient.LIMIT).until(() -> ben.pushed().size() == 1);
            Message came = ben.pushed().get(0);
            assertThat(came.getFromUserId()).isEqualTo("ann");
            assertThat(came.getContent().getText()).isEqualTo("hello from the book");

            for (int i = 0; i < 50; i++) {
                ben.send("ann", "answer " + i);
            }
            await().atMost(OutsideClient.LIMIT).until(() -> ann.texts().size() == 50);
            assertThat(ann.texts())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 50).mapToObj(i -> "answer " + i).toList());
            Fields chat = ann.chats().get(0).part(6);
            assertThat(List.of(chat.text(2), chat.text(3))).containsExactly("ben", "ann");
            assertThat(chat.number(1)).isPositive();
            assertThat(chat.number(4)).isPositive();
        }
    }

    /** Its tokens are like those of the book's gate: for whichever device uses them first. */
    @Test
    void logsIn_withATokenOfTheStatusService() throws Exception {
        Metadata secret = new Metadata();
        secret.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + STATUS_SECRET);
        ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", STATUS_PORT)
                .usePlaintext()
                .build();
        try {
            GetChatServerResponse chosen = StatusServiceGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(secret))
                    .getChatServer(
                            GetChatServerRequest.newBuilder().setUid("gus").build());
            assertThat(chosen.getError()).isZero();
            assertThat(cluster.running().workers()).extracting(Worker::port).contains(chosen.getPort());
            try (OutsideClient phone = new OutsideClient(chosen.getHost(), chosen.getPort());
                    OutsideClient thief = new OutsideClient(chosen.getHost(), chosen.getPort())) {
                assertThat(phone.login(chosen.getToken(), "gus", "phone").hasLoginResponse())
                        .isTrue();
                assertThat(phone.send("ben", "by way of gRPC").hasSendResponse())
                        .isTrue();
                assertThat(thief.login(chosen.getToken(), "gus", "other")
                                .getError()
                                .getCode())
                        .isEqualTo(ErrorCode.BAD_TOKEN);
            }
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void getsWhatWaited_inOrder_andNotAgainOnceItHasAnsweredASecondLater() throws Exception {
        JsonNode login = login("cat");
        connected("cat", login).close();
        try (OutsideClient ben = elsewhere("ben", login)) {
            for (int i = 0; i < 30; i++) {
                ben.send("cat", "waiting " + i);
            }
        }
        List<String> all = IntStream.range(0, 30).mapToObj(i -> "waiting " + i).toList();
        try (BookClient cat = connected("cat", login)) {
            await().atMost(OutsideClient.LIMIT).until(() -> cat.texts().size() == 30);
            assertThat(cat.texts()).containsExactlyElementsOf(all);
        }
        try (BookClient cat = connected("cat", login)) { // it never showed that it had them
            await().atMost(OutsideClient.LIMIT).until(() -> cat.texts().size() == 30);
            long written = System.nanoTime();
            await().until(() -> System.nanoTime() - written > 1_100_000_000L);
            cat.heartBeat(1);
            assertThat(cat.answer(BookClient.HEART_BEAT).part(9).number(1)).isEqualTo(1);
            cat.tell(BookClient.LOGOUT_REQUEST, 3, new Fields());
            cat.answer(BookClient.LOGOUT_RESPONSE);
            assertThat(cat.isEnded()).isTrue();
        }
        try (BookClient cat = connected("cat", login);
                OutsideClient ben = elsewhere("ben", login)) {
            ben.send("cat", "new");
            await().atMost(OutsideClient.LIMIT).until(() -> !cat.texts().isEmpty());
            assertThat(cat.texts()).containsExactly("new");
        }
    }

    @Test
    void isReadByAUserOfVersionTwo_whoWasAway() throws Exception {
        JsonNode login = login("dan");
        try (BookClient dan = connected("dan", login)) {
            dan.send("eve", "for later");
            assertThat(dan.answer(BookClient.MESSAGE_RESPONSE).part(7).number(2))
                    .isZero();
        }
        Person eve = cluster.login("eve");
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(eve.shown())
                        .extracting(message -> message.getContent().getText())
                        .containsExactly("for later"));
    }

    @Test
    void hearsWhyItsMessageIsNotTaken() throws Exception {
        try (BookClient fay = connected("fay", login("fay"))) {
            fay.send("nobody-has-this-id", "hello");
            Fields unknown = fay.answer(BookClient.MESSAGE_RESPONSE).part(7);
            assertThat(unknown.number(2)).isEqualTo(ErrorCode.NO_SUCH_USER_VALUE);
            assertThat(unknown.text(3)).isEqualTo("NO_SUCH_USER");
            fay.send("ben", "x".repeat((16 << 10) + 1));
            assertThat(fay.answer(BookClient.MESSAGE_RESPONSE).part(7).number(2))
                    .isEqualTo(ErrorCode.INVALID_ARGUMENT_VALUE);
            fay.send("ben", "x".repeat(16 << 10));
            assertThat(fay.answer(BookClient.MESSAGE_RESPONSE).part(7).number(2))
                    .isZero();
        }
    }

    @Test
    void usesItsTokenOnOneDeviceOnly() throws Exception {
        JsonNode login = login("gus");
        connected("gus", login).close();
        try (BookClient other = at(login.path("imNode"))) {
            Fields refused = other.login("gus", "another", login.path("token").asString());
            assertThat(refused.text(3)).isEqualTo("-1");
            assertThat(refused.part(5).number(2)).isEqualTo(ErrorCode.BAD_TOKEN_VALUE);
            assertThat(refused.part(5).text(3)).isEqualTo("BAD_TOKEN");
            assertThat(other.isEnded()).isTrue();
        }
        connected("gus", login).close();
    }

    @Test
    void answersAsTheBooksGate_onlyWhereItIsTold() throws Exception {
        Answer wrong = books.call("GET", "/user/login/ann/wrong", null, null);
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.contentType()).startsWith("application/problem+json");
        assertThat(wrong.code()).isEqualTo("BAD_CREDENTIALS");
        assertThat(books.call("GET", "/user/login/a%20b/wrong", null, null).status())
                .isEqualTo(401);
        JsonNode node = books.call("GET", "/user/getImNode", null, null).body();
        assertThat(node.propertyNames()).containsExactlyInAnyOrder("id", "balance", "host", "port");
        assertThat(login("ann").propertyNames()).containsExactlyInAnyOrder("imNode", "token", "userDTO");

        assertThat(gate.call("GET", "/user/login/ann/ann-pass", null, null).status())
                .isEqualTo(404);
        assertThat(gate.call("GET", "/user/getImNode", null, null).status()).isEqualTo(404);
    }

    private static JsonNode login(String user) throws Exception {
        Answer answer = books.call("GET", "/user/login/" + user + "/" + user + "-pass", null, null);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        assertThat(answer.body().path("userDTO").path("userId").asString()).isEqualTo(user);
        return answer.body();
    }

    private static BookClient at(JsonNode node) throws Exception {
        return new BookClient(node.path("host").asString(), node.path("port").asInt());
    }

    private static BookClient connected(String user, JsonNode login) throws Exception {
        BookClient client = at(login.path("imNode"));
        Fields answer = client.login(user, "1111", login.path("token").asString());
        assertThat(answer.part(5).number(1)).as("%s", answer).isEqualTo(1);
        assertThat(answer.part(5).number(2)).isZero();
        assertThat(answer.text(3)).isNotEqualTo("-1").isNotEmpty();
        return client;
    }

    private OutsideClient elsewhere(String user, JsonNode not) throws Exception {
        String token = gate.ticket(user, "v2").token();
        return OutsideClient.loggedIn(
                gate.otherNode(token, not.path("imNode").path("id").asLong()), user, "v2");
    }
}
