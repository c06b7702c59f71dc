package io.yizhan.server.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.yizhan.access.MemoryTokenStore;
import io.yizhan.access.TokenStore;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupRefusal;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemorySequencer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalGateTest {
    private static final String LOGIN =
            "{\"userId\":\"alice\",\"password\":\"alice-pass\",\"deviceId\":\"phone\",\"platform\":\"ANDROID\",\"more\":1}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();
    private final MemoryNodes nodes = new MemoryNodes();
    private final Incarnation worker = nodes.register(new NodeEndpoint("127.0.0.1", 7000, 0), 0, NodeState.UP);
    private final LocalAccounts accounts = new LocalAccounts(new SecureRandom());
    private final TokenStore tokens = new MemoryTokenStore(new SecureRandom(), Clock.systemUTC());
    private final List<String> revoked = new ArrayList<>();
    private final LocalCalls calls = new LocalCalls(
            accounts, tokens, (user, device) -> revoked.add(user + "/" + device), nodes, Clock.systemUTC());
    private final MemoryGroupStore store = new MemoryGroupStore(Clock.systemUTC());
    private final LocalGroups groups = new LocalGroups(
            calls,
            command -> CompletableFuture.completedStage(
                    new GroupAnswer.Refused(GroupRefusal.UNAVAILABLE, "Not in this test")),
            store,
            new LocalReads(store, new MemoryPositions(), new MemorySequencer(Clock.systemUTC(), Sequencer.REMEMBERED)));
    private final LocalGate gate = LocalGate.open(0, calls, groups);

    LocalGateTest() {
        accounts.add(new UserId("alice"), "alice-pass");
    }

    @AfterEach
    void close() {
        gate.close();
    }

    @Test
    void givesATokenAndTheWorker() throws Exception {
        JsonNode answer = json(post("/api/v1/login", LOGIN, ""), 200);

        assertThat(answer.get("userId").stringValue()).isEqualTo("alice");
        assertThat(answer.get("node").get("id").intValue()).isZero();
        assertThat(answer.get("node").get("port").intValue()).isEqualTo(7000);
        assertThat(answer.get("node").get("tls").booleanValue()).isFalse();
        assertThat(tokens.find(answer.get("token").stringValue())).hasValueSatisfying(grant -> {
            assertThat(grant.device()).isEqualTo(new DeviceId("phone"));
            assertThat(grant.expiresAtMs()).isEqualTo(answer.get("expiresAt").longValue());
        });
    }

    @Test
    void letsANewUserIn_once() throws Exception {
        String dave = "{\"userId\":\"dave\",\"password\":\"dave-pass\"}";

        assertThat(json(post("/api/v1/users", dave, ""), 201).get("userId").stringValue())
                .isEqualTo("dave");

        assertThat(code(post("/api/v1/users", dave, ""), 409)).isEqualTo("USER_EXISTS");
        json(post("/api/v1/login", LOGIN.replace("alice", "dave"), ""), 200);
    }

    @Test
    void killsTheToken_andTellsTheWorker() throws Exception {
        String token = token();

        assertThat(post("/api/v1/logout", "", token).statusCode()).isEqualTo(204);

        assertThat(revoked).containsExactly("alice/phone");
        assertThat(code(post("/api/v1/logout", "", token), 401)).isEqualTo("BAD_TOKEN");
        assertThat(code(post("/api/v1/node", "{}", token), 401)).isEqualTo("BAD_TOKEN");
    }

    @Test
    void namesTheWorkerAgain_unlessItIsExcludedOrGone() throws Exception {
        String token = token();

        assertThat(json(post("/api/v1/node", "", token), 200)
                        .get("node")
                        .get("id")
                        .intValue())
                .isZero();
        assertThat(code(post("/api/v1/node", "{\"excludeNodeIds\":[0]}", token), 503))
                .isEqualTo("NO_WORKER");
        nodes.remove(worker);
        assertThat(code(post("/api/v1/login", LOGIN, ""), 503)).isEqualTo("NO_WORKER");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alice-pass | wrong-pass | 401 | BAD_CREDENTIALS",
                "\"alice\" | \"nobody\" | 401 | BAD_CREDENTIALS",
                "\"alice\" | \"a b\" | 400 | INVALID_ARGUMENT",
                "\"alice\" | 5 | 401 | BAD_CREDENTIALS",
                "\"phone\" | \"\" | 400 | INVALID_ARGUMENT",
                "ANDROID | PLATFORM_UNSPECIFIED | 400 | INVALID_ARGUMENT",
                "ANDROID | NONE | 400 | INVALID_ARGUMENT",
                "password | pass | 400 | INVALID_ARGUMENT",
                "{ | [ | 400 | INVALID_ARGUMENT",
            })
    void refusesAWrongLogin(String part, String wrong, int status, String code) throws Exception {
        assertThat(code(post("/api/v1/login", LOGIN.replace(part, wrong), ""), status))
                .isEqualTo(code);
    }

    @Test
    void refusesWhatItDoesNotServe() throws Exception {
        assertThat(code(get("/api/v1/login", ""), 405)).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(code(get("/nothing", ""), 404)).isEqualTo("NOT_FOUND");
        assertThat(code(get("/api/v1/nodes", ""), 401)).isEqualTo("BAD_TOKEN");
        assertThat(code(get("/api/v1/nodes", token()), 403)).isEqualTo("FORBIDDEN");
        assertThat(code(post("/api/v1/users", "{\"userId\":\"eve\",\"password\":\"short\"}", ""), 400))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(code(post("/api/v1/users", " ".repeat(70_000), ""), 400)).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void saysSo_whenThePortIsTaken() {
        assertThatIllegalStateException()
                .isThrownBy(() -> LocalGate.open(gate.port(), calls, groups))
                .withMessageContaining(Integer.toString(gate.port()));
    }

    private String token() throws Exception {
        return json(post("/api/v1/login", LOGIN, ""), 200).get("token").stringValue();
    }

    private HttpResponse<String> post(String path, String body, String token) throws Exception {
        return send(request(path, token).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return send(request(path, token).GET());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.port() + path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return json.readTree(answer.body());
    }

    private String code(HttpResponse<String> answer, int status) {
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
        return json(answer, status).get("code").stringValue();
    }
}
