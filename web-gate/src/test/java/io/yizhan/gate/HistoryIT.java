package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import chat.v2.PullResponse;
import com.google.protobuf.ByteString;
import com.google.protobuf.util.JsonFormat;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisGivenNumbers;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenGrant;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** The past over HTTP, of rows in a real database: field by field, in both directions, for those whose it is. */
class HistoryIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final StoredMessages STORED = new StoredMessages(DATABASE);
    private static final JsonFormat.Printer JSON = JsonFormat.printer().omittingInsignificantWhitespace();
    private static TestGate gate;
    private static UnifiedJedis redis;

    private final String me = "me-" + UUID.randomUUID().toString().substring(0, 8);
    private final String direct = "d:" + me + ":zoe";
    private final String group = "club-" + me;
    private final String token = token(me);

    @BeforeAll
    static void start() {
        String uri = SharedMiddleware.redisUri();
        redis = RedisClients.open(uri, Duration.ofSeconds(2), 2);
        gate = TestGate.start(SharedMiddleware.zooKeeper().connectString(), uri, DATABASE);
    }

    @AfterAll
    static void stop() {
        gate.close();
        redis.close();
    }

    static String token(String user) {
        long now = System.currentTimeMillis();
        return new RedisTokenStore(redis, new SecureRandom(), Clock.systemUTC())
                .issue(new TokenGrant(new UserId(user), new DeviceId("phone"), 4, now, now + 600_000));
    }

    private static String path(String conversation, String query) {
        return "/api/v1/conversations/" + conversation + "/messages" + query;
    }

    private String read(String conversation, String query) {
        Answer answer = gate.get(path(conversation, query), token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        return answer.text();
    }

    private PullResponse page(String conversation, String query) throws Exception {
        String text = read(conversation, query);
        PullResponse.Builder parsed = PullResponse.newBuilder();
        JsonFormat.parser().merge(text, parsed);
        assertThat(JSON.print(parsed)).isEqualTo(text);
        return parsed.build();
    }

    private static List<Long> numbers(PullResponse page) {
        return page.getMessagesList().stream().map(Message::getSeq).toList();
    }

    private List<Message> texts(String conversation, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> StoredMessages.text(conversation, me, seq, "m" + seq))
                .toList();
    }

    private static HttpResponse<String> ask(String path, String token, String accept) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.port() + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void givesEachFieldAsProtobufsMappingHasIt() throws Exception {
        Message rich = StoredMessages.text(direct, "zoe", 7, "\"Grüße\" 😀 </script>").toBuilder()
                .setContent(Content.newBuilder()
                        .setType(ContentType.CUSTOM)
                        .setText("\"Grüße\" 😀")
                        .setData(ByteString.copyFrom(new byte[] {0, -1, 62}))
                        .setUrl("https://example.org/ä")
                        .putProperties("k", "v"))
                .build();
        Message recalled = StoredMessages.text(direct, me, 9, "").toBuilder()
                .setContent(Content.newBuilder().setType(ContentType.RECALLED))
                .build();
        STORED.write(direct, 12, List.of(rich, recalled));

        assertThat(read(direct, ""))
                .isEqualTo("{\"messages\":[{\"conversationId\":\"" + direct
                        + "\",\"seq\":\"7\",\"messageId\":\"9007199254740999\",\"fromUserId\":\"zoe\","
                        + "\"fromDeviceId\":\"phone\",\"clientMsgId\":\"18446744073709551609\","
                        + "\"content\":{\"type\":\"CUSTOM\",\"text\":\"\\\"Grüße\\\" 😀\",\"data\":\"AP8+\","
                        + "\"url\":\"https://example.org/ä\",\"properties\":{\"k\":\"v\"}},"
                        + "\"serverTimeMs\":\"1700000000007\"},{\"conversationId\":\"" + direct
                        + "\",\"seq\":\"9\",\"messageId\":\"9007199254741001\",\"fromUserId\":\"" + me
                        + "\",\"fromDeviceId\":\"phone\",\"clientMsgId\":\"18446744073709551607\","
                        + "\"content\":{\"type\":\"RECALLED\"},\"serverTimeMs\":\"1700000000009\"}],"
                        + "\"completeToSeq\":\"12\",\"headSeq\":\"12\"}");
        assertThat(page(direct, "").getMessagesList()).containsExactly(rich, recalled);
    }

    @Test
    void isEmpty_whereNothingWasWritten() {
        assertThat(read(direct, "")).isEqualTo("{}");
        assertThat(read("d:" + me + ":" + me, "?backwards=true")).isEqualTo("{}");
    }

    @Test
    void pagesInBothDirections() throws Exception {
        STORED.write(direct, 250, texts(direct, 1, 250));

        PullResponse first = page(direct, "");
        assertThat(numbers(first))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(first.toBuilder().clearMessages().build())
                .isEqualTo(PullResponse.newBuilder()
                        .setCompleteToSeq(100)
                        .setHeadSeq(250)
                        .setMore(true)
                        .build());
        assertThat(numbers(page(direct, "?from=249"))).containsExactly(249L, 250L);
        PullResponse back = page(direct, "?backwards=true&limit=3&to=200");
        assertThat(numbers(back)).containsExactly(200L, 199L, 198L);
        assertThat(back.toBuilder().clearMessages().build())
                .isEqualTo(PullResponse.newBuilder()
                        .setCompleteToSeq(200)
                        .setHeadSeq(250)
                        .setMore(true)
                        .build());
        PullResponse all = page(direct, "?limit=250&from=0&to=0&backwards=false");
        assertThat(numbers(all)).hasSize(250);
        assertThat(all.getMore()).isFalse();
        assertThat(numbers(page(direct, "?from=3&to=3&limit=10000"))).containsExactly(3L);
    }

    @Test
    void saysUpToWhereItIsComplete_andWhenToAskAgain() throws Exception {
        STORED.write(direct, 3, texts(direct, 1, 5));
        redis.hset(RedisGivenNumbers.counter(new ConversationId(direct)), "seq", "8");

        PullResponse behind = page(direct, "");

        assertThat(numbers(behind)).hasSize(5);
        assertThat(behind.getCompleteToSeq()).isEqualTo(3);
        assertThat(behind.getHeadSeq()).isEqualTo(8);
        assertThat(behind.getRetryAfterMs()).isPositive();
        assertThat(page(direct, "?to=3").getRetryAfterMs()).isZero();
    }

    @Test
    void writesAMessageALine_andTheRestInTheLast() throws Exception {
        List<Message> messages = texts(direct, 1, 3);
        STORED.write(direct, 3, messages);

        HttpResponse<String> answer = ask(path(direct, "?limit=2"), token, "application/x-ndjson");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(answer.body())
                .isEqualTo(JSON.print(messages.get(0)) + "\n" + JSON.print(messages.get(1)) + "\n"
                        + "{\"completeToSeq\":\"2\",\"headSeq\":\"3\",\"more\":true}\n");
        assertThat(ask(path("d:" + me + ":x", ""), token, "application/x-ndjson")
                        .body())
                .isEqualTo("{}\n");
    }

    @Test
    void answersAsTheClientLikesBest() throws Exception {
        for (String json :
                List.of("*/*", "application/*", "application/json, application/x-ndjson", "a/b, */*;q=0.1")) {
            assertThat(ask(path(direct, ""), token, json).headers().firstValue("Content-Type"))
                    .as(json)
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        }
        assertThat(ask(path(direct, ""), token, "application/json;q=0.5, application/x-ndjson")
                        .headers()
                        .firstValue("Content-Type"))
                .hasValue("application/x-ndjson");
        for (String other : List.of("text/html", "application/json;q=0", "nonsense")) {
            HttpResponse<String> refused = ask(path(direct, ""), token, other);
            assertThat(refused.statusCode()).as(other).isEqualTo(406);
            assertThat(refused.body()).contains("\"code\":\"NOT_ACCEPTABLE\"");
        }
    }

    @Test
    void givesTenThousandAtOnce_andNoMore() throws Exception {
        STORED.write(direct, 10_001, texts(direct, 1, 10_001));

        for (boolean backwards : List.of(false, true)) {
            PullResponse page = page(direct, "?limit=10000&backwards=" + backwards);
            List<Long> expected = LongStream.rangeClosed(1, 10_000)
                    .map(i -> backwards ? 10_002 - i : i)
                    .boxed()
                    .toList();
            assertThat(numbers(page)).isEqualTo(expected);
            assertThat(page.getMore()).isTrue();
        }
        assertRefused(gate.get(path(direct, "?limit=10001"), token), 400, "INVALID_ARGUMENT");
    }

    @Test
    void refusesWhatIsNoQuestion() {
        for (String query : List.of(
                "?limit=x",
                "?limit=-1",
                "?limit=1.5",
                "?from=x",
                "?to=-2",
                "?from=5&to=4",
                "?backwards=maybe",
                "?limit=99999999999999999999999")) {
            assertRefused(gate.get(path(direct, query), token), 400, "INVALID_ARGUMENT");
        }
        for (String id : List.of("x:y", "d:" + me, "d:zoe:abe", "g:", "g:a%20b")) {
            assertRefused(gate.get(path(id, ""), token), 400, "INVALID_ARGUMENT");
        }
    }

    @Test
    void refusesWhoseItIsNot() {
        assertRefused(gate.get(path("d:someone:zoe", ""), token), 403, "NOT_A_MEMBER");
        assertRefused(gate.get(path("g:unknown", ""), token), 404, "NO_SUCH_GROUP");
        assertRefused(gate.get(path(direct, ""), ""), 401, "BAD_TOKEN");
        assertRefused(gate.send("POST", path(direct, ""), "", "", token), 405, "METHOD_NOT_ALLOWED");
    }

    private void group(String history, String memberships) throws Exception {
        STORED.execute("INSERT INTO chat_group (group_id, name, owner_id, join_policy, history, members, created_seq,"
                + " applied_seq, creation, created_at) VALUES ('" + group + "', 'Club', 'zoe', 'OPEN', '" + history
                + "', 2, 1, 2, 'c', UTC_TIMESTAMP(3))");
        for (String membership : memberships.isEmpty() ? List.<String>of() : List.of(memberships.split(" "))) {
            STORED.execute("INSERT INTO group_membership VALUES ('" + group + "', '" + me + "', " + membership
                    + ", 'MEMBER', 1)");
        }
        STORED.write("g:" + group, 20, texts("g:" + group, 1, 22));
    }

    @Test
    void showsAMemberHisTimes_andNothingThatIsNotComplete() throws Exception {
        group("SINCE_JOIN", "3,5 8,10 15,NULL");
        String club = "g:" + group;

        PullResponse all = page(club, "");
        assertThat(numbers(all)).containsExactly(3L, 4L, 5L, 8L, 9L, 10L, 15L, 16L, 17L, 18L, 19L, 20L);
        assertThat(all.getCompleteToSeq()).isEqualTo(20);
        PullResponse cut = page(club, "?limit=4");
        assertThat(numbers(cut)).containsExactly(3L, 4L, 5L, 8L);
        assertThat(cut.getMore()).isTrue();
        assertThat(cut.getCompleteToSeq()).isEqualTo(8);
        assertThat(numbers(page(club, "?backwards=true&to=16&limit=6"))).containsExactly(16L, 15L, 10L, 9L, 8L, 5L);
        assertThat(numbers(page(club, "?from=11&to=14"))).isEmpty();
        assertThat(page(club, "?from=11&to=14").getCompleteToSeq()).isEqualTo(14);
    }

    @Test
    void showsWhoLeft_nothingBehindIt_andEveryMemberAllOfAnOpenGroup() throws Exception {
        group("ALL", "3,NULL");
        String club = "g:" + group;
        assertThat(numbers(page(club, "")))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());

        STORED.execute("UPDATE group_membership SET leave_seq = 6 WHERE group_id = '" + group + "'");

        PullResponse left = page(club, "");
        assertThat(numbers(left)).containsExactly(3L, 4L, 5L, 6L);
        assertThat(left.getHeadSeq()).isEqualTo(6);
        assertThat(left.getCompleteToSeq()).isEqualTo(6);
        assertThat(left.getRetryAfterMs()).isZero();
    }

    @Test
    void refusesWhoNeverWasInTheGroup() throws Exception {
        group("ALL", "");
        assertRefused(gate.get(path("g:" + group, ""), token), 403, "NOT_A_MEMBER");
        STORED.execute("UPDATE chat_group SET ended_seq = 22 WHERE group_id = '" + group + "'");
        assertRefused(gate.get(path("g:" + group, ""), token), 404, "NO_SUCH_GROUP");
    }

    /** The workers' numbers may begin where a double does not reach: nothing is rounded. */
    @Test
    void keepsLargeNumbersExact() throws Exception {
        long large = (1L << 53) - 1;
        List<Message> one = new ArrayList<>(texts(direct, large, large));
        STORED.write(direct, large, one);
        assertThat(read(direct, "?from=" + large))
                .contains("\"seq\":\"9007199254740991\"", "\"headSeq\":\"9007199254740991\"");
    }
}
