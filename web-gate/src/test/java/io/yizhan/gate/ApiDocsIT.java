package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.CallDesk;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenGrant;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.ApiDocument.Call;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.gate.error.GateError;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCalls;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupProfile;
import io.yizhan.group.GroupRefusal;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.operations.LetterCalls;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import redis.clients.jedis.UnifiedJedis;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document at {@code /v3/api-docs} against the gate: each call stands in it and is there, its examples are sent and
 * what comes back is of its schemas, and each problem that it names is met, but for those of stores that fail.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ApiDocsIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final StoredMessages STORED = new StoredMessages(DATABASE);
    private static final String ZOOKEEPER = SharedMiddleware.zooKeeper().connectString();
    private static final AtomicReference<GroupRefusal> REFUSAL = new AtomicReference<>();
    /** Met in other tests: {@code StoreLossIT}, {@code PasswordsTest}, {@code AccountsIT}. */
    private static final Set<String> NOT_HERE = Set.of("OVERLOADED", "RATE_LIMITED");

    private static UnifiedJedis redis;
    private static TestGate gate;
    private static FakeWorker worker;
    private static CallDesk desk;
    private static ApiDocument document;

    @BeforeAll
    static void start() throws Exception {
        redis = RedisClients.open(SharedMiddleware.redisUri(), Duration.ofSeconds(2), 2);
        gate = TestGate.start(ZOOKEEPER, SharedMiddleware.redisUri(), DATABASE, "--yizhan.book-compat=true");
        document = new ApiDocument(gate.get("/v3/api-docs", "").json());
        for (String table : List.of("users", "group_membership")) {
            STORED.execute("DELETE FROM " + table + " WHERE user_id IN ('dora', 'egon', 'frida')");
        }
        STORED.execute("DELETE FROM chat_group WHERE group_id = 'book-club'");
        STORED.execute("DELETE FROM message WHERE conversation_id = 'd:dora:egon'");
        gate.register("egon");
        gate.register("frida");
        gate.makeAdmin("frida");
        STORED.execute("INSERT INTO chat_group (group_id, name, owner_id, join_policy, history, members, created_seq,"
                + " applied_seq, creation, created_at) VALUES ('book-club', 'Book Club', 'dora', 'OPEN', 'ALL', 2, 1, 2,"
                + " 'c', UTC_TIMESTAMP(3))");
        STORED.execute("INSERT INTO group_membership VALUES ('book-club', 'dora', 1, NULL, 'OWNER', 1),"
                + " ('book-club', 'egon', 2, NULL, 'MEMBER', 1)");
        STORED.write("g:book-club", 2, List.of());
        STORED.write("d:dora:egon", 1, List.of(StoredMessages.text("d:dora:egon", "dora", 1, "hello")));
    }

    @AfterAll
    static void stop() throws Exception {
        desk.close();
        worker.close();
        gate.close();
        redis.close();
    }

    private static void startWorker() throws Exception {
        worker = FakeWorker.register(ZOOKEEPER, 7230, 0);
        desk = new CallDesk(
                RedisClients.open(SharedMiddleware.redisUri(), Duration.ofSeconds(2), CallDesk.CONNECTIONS),
                Map.of(LetterCalls.NAME, ApiDocsIT::letters, GroupCalls.NAME, body -> {
                    GroupCommand command = GroupCalls.decode(body);
                    GroupRefusal refusal = REFUSAL.get();
                    return CompletableFuture.completedStage(GroupCalls.encode(
                            refusal == null
                                    ? new GroupAnswer.Done(new GroupProfile(
                                            command.group(),
                                            "Club",
                                            new UserId("dora"),
                                            JoinPolicy.OPEN,
                                            GroupHistory.ALL))
                                    : new GroupAnswer.Refused(refusal, "So it is")));
                }));
        desk.listen(new Incarnation(new NodeId(worker.id()), worker.epoch()));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gate.get("/user/getImNode", "").status() == 200);
    }

    /** There is one. */
    private static CompletionStage<byte[]> letters(byte[] body) {
        LetterCalls.Call call = LetterCalls.decodeCall(body);
        LetterCalls.Letter one = new LetterCalls.Letter(7, 1, false, "0/1", "d:dora:egon", 12, "Too long", 1, null);
        List<LetterCalls.Letter> found =
                call.what() == LetterCalls.What.LIST || call.id() == one.id() ? List.of(one) : List.of();
        boolean replay = call.what() == LetterCalls.What.REPLAY;
        return CompletableFuture.completedStage(LetterCalls.encode(
                new LetterCalls.Answer(found, replay ? "RESTORED" : null, replay ? "restored" : null, replay)));
    }

    private static String token(String user) {
        long now = System.currentTimeMillis();
        return new RedisTokenStore(redis, new SecureRandom(), Clock.systemUTC())
                .issue(new TokenGrant(new UserId(user), new DeviceId("laptop"), 3, now, now + 600_000));
    }

    private static Map<String, String> present() {
        return Map.of("nodeId", Long.toString(worker == null ? 7 : worker.id()));
    }

    private static Answer send(Call call, String token) {
        return send(call, call.takesBody() ? call.body().path("example").toString() : "", token, present());
    }

    private static Answer send(Call call, String body, String token, Map<String, String> parameters) {
        return gate.send(
                call.method(), call.examplePath(parameters), body.isEmpty() ? "" : "application/json", body, token);
    }

    /** Whatever comes, the document has named it for this call. */
    private static String problem(Call call, Answer answer) {
        assertThat(answer.header("Content-Type")).as(call + ": " + answer).startsWith("application/problem+json");
        assertThat(call.codes(answer.status())).as(call + ": " + answer.text()).contains(answer.code());
        document.check(answer.json(), schema("Problem"), call + " problem");
        return answer.code();
    }

    private static JsonNode schema(String name) {
        ObjectNode reference = JsonMapper.shared().createObjectNode();
        return reference.put("$ref", "#/components/schemas/" + name);
    }

    private static String callerOf(Call call) {
        return call.isForUsers() ? token(call.isForAdmins() ? "frida" : "dora") : "";
    }

    @Test
    @Order(1)
    void namesAllCalls_andNoOther() {
        assertThat(document.calls().stream().map(Call::toString).toList())
                .containsExactlyInAnyOrderElementsOf(gate.mappings());
        assertThat(document.calls())
                .allSatisfy(call -> call.codes(0)
                        .forEach(code -> assertThat(call.codes(
                                        GateError.valueOf(code).status().value()))
                                .as(call + " names its status")
                                .contains(code)));
    }

    @Test
    @Order(2)
    void hasExamplesOfItsOwnSchemas() {
        for (Call call : document.calls()) {
            if (call.takesBody()) {
                document.check(call.body().get("example"), call.body().get("schema"), call + " body");
            }
            if (!call.answer().isMissingNode()) {
                document.check(call.answer().get("example"), call.answer().get("schema"), call + " answer");
            }
            call.node().path("parameters").forEach(parameter -> {
                if (parameter.has("example")) {
                    document.check(parameter.get("example"), parameter.get("schema"), call + " " + parameter);
                }
            });
        }
    }

    @Test
    @Order(3)
    void saysWhenThereIsNoWorker() {
        gate.send(
                "POST",
                "/api/v1/users",
                "application/json",
                "{\"userId\":\"dora\",\"password\":\"correct-horse\"}",
                "");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gate.get("/user/getImNode", "").code().equals("NO_WORKER"));
        for (Call call : document.calls()) {
            if (call.codes(503).contains("NO_WORKER") && !call.path().equals("/user/login/{username}/{password}")) {
                assertThat(problem(call, send(call, callerOf(call))))
                        .as(call.toString())
                        .isEqualTo("NO_WORKER");
            }
        }
    }

    @Test
    @Order(4)
    void answersEachExample_asTheDocumentSays() throws Exception {
        STORED.execute("DELETE FROM users WHERE user_id = 'dora'");
        startWorker();
        for (Call call : document.calls()) {
            Answer answer = send(call, callerOf(call));

            assertThat(answer.status()).as(call + ": " + answer.text()).isEqualTo(call.success());
            if (call.answer().isMissingNode()) {
                assertThat(answer.text()).as(call.toString()).isEmpty();
            } else {
                assertThat(answer.header("Content-Type")).as(call.toString()).startsWith("application/json");
                document.check(answer.json(), call.answer().get("schema"), call.toString());
            }
        }
    }

    @Test
    @Order(5)
    void refusesWhoMayNot_andWhatIsNoRequest() {
        for (Call call : document.calls()) {
            if (call.isForUsers()) {
                assertThat(problem(call, send(call, ""))).isEqualTo("BAD_TOKEN");
            }
            if (call.isForAdmins()) {
                assertThat(problem(call, send(call, token("egon")))).isEqualTo("FORBIDDEN");
            }
            if (!call.takesBody()) {
                continue;
            }
            String path = call.examplePath(present());
            assertThat(problem(call, gate.send(call.method(), path, "text/plain", "{}", callerOf(call))))
                    .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
            assertThat(problem(call, send(call, "[]", callerOf(call), present())))
                    .isEqualTo("INVALID_ARGUMENT");
            ObjectNode example = (ObjectNode) call.body().get("example");
            String required = schemaOf(call).path("required").toString();
            for (String name : List.copyOf(example.propertyNames())) {
                if (required.contains("\"" + name + "\"")) {
                    Answer answer = send(call, example.deepCopy().without(name).toString(), callerOf(call), present());
                    assertThat(problem(call, answer))
                            .as(call + " without " + name)
                            .isEqualTo("INVALID_ARGUMENT");
                }
            }
        }
    }

    private static JsonNode schemaOf(Call call) {
        return document.resolve(call.body().path("schema"));
    }

    @Test
    @Order(6)
    void meetsEachProblemThatItNames() throws Exception {
        gate.post("/api/v1/users", Map.of("userId", "dora", "password", "correct-horse"));
        STORED.execute(
                "REPLACE INTO user_block (user_id, blocked_id, blocked_at) VALUES ('egon', 'dora', UTC_TIMESTAMP(3))");
        for (Call call : document.calls()) {
            Set<String> open = call.codes(0);
            open.removeAll(NOT_HERE);
            open.removeAll(Set.of("BAD_TOKEN", "UNSUPPORTED_MEDIA_TYPE", "NO_WORKER"));
            if (call.isForAdmins()) {
                open.remove("FORBIDDEN");
            }
            if (call.takesBody()) {
                open.remove("INVALID_ARGUMENT");
            }
            for (Provocation each : Provocation.ALL) {
                open.remove(meet(call, each));
            }
            for (GroupRefusal refusal : GroupRefusal.values()) {
                if (open.contains(refusal.name())
                        && call.path().startsWith("/api/v1/groups")
                        && !call.method().equals("GET")) {
                    REFUSAL.set(refusal);
                    open.remove(problem(call, send(call, callerOf(call))));
                    REFUSAL.set(null);
                }
            }
            assertThat(open).as("never met: " + call).isEmpty();
        }
    }

    private static String meet(Call call, Provocation each) {
        boolean fits = each.parameters().keySet().stream()
                .allMatch(name -> call.path().contains("{" + name + "}")
                        || call.node().path("parameters").toString().contains("\"name\":\"" + name + "\""));
        if (!fits || !each.calls().isEmpty() && !each.calls().contains(call.toString())) {
            return "";
        }
        String body = each.body().isEmpty() && call.takesBody()
                ? call.body().path("example").toString()
                : each.body();
        String caller =
                !call.isForUsers() || call.isForAdmins() || each.caller().isEmpty()
                        ? callerOf(call)
                        : token(each.caller());
        Map<String, String> parameters = new HashMap<>(present());
        parameters.putAll(each.parameters());
        Answer answer = each.accept().isEmpty()
                ? send(call, body, caller, parameters)
                : gate.get(call.examplePath(parameters), caller, each.accept());
        return answer.status() < 300 ? "" : problem(call, answer);
    }

    /** Something that some calls refuse; those with all of its parameters are tried, or only those named. */
    private record Provocation(
            Map<String, String> parameters, String body, String caller, String accept, List<String> calls) {
        static final List<Provocation> ALL = Arrays.asList(
                of(Map.of("userId", "a%20b")),
                of(Map.of("userId", "no-such-user")),
                of(Map.of("userId", "egon")),
                of(Map.of("deviceId", "a%20b")),
                of(Map.of("limit", "x")),
                of(Map.of("groupId", "a%20b")),
                of(Map.of("groupId", "unknown")),
                new Provocation(Map.of("groupId", "book-club"), "", "frida", "", List.of()),
                of(Map.of("conversationId", "g:unknown")),
                of(Map.of("conversationId", "d:a:b")),
                new Provocation(Map.of("conversationId", "d:dora:egon"), "", "", "text/html", List.of()),
                of(Map.of("nodeId", "987654")),
                of(Map.of("letterId", "987654")),
                of(Map.of("name", "no-such")),
                of(Map.of("username", "dora", "password", "wrong")),
                new Provocation(Map.of(), "", "", "", List.of("POST /api/v1/users")),
                new Provocation(
                        Map.of(),
                        "{\"userId\":\"dora\",\"password\":\"wrong\",\"deviceId\":\"d\",\"platform\":\"WEB\"}",
                        "",
                        "",
                        List.of("POST /api/v1/login")),
                new Provocation(
                        Map.of(),
                        "{\"oldPassword\":\"wrong\",\"newPassword\":\"battery-staple\"}",
                        "",
                        "",
                        List.of("POST /api/v1/password")));

        private static Provocation of(Map<String, String> parameters) {
            return new Provocation(parameters, "", "", "", List.of());
        }
    }
}
