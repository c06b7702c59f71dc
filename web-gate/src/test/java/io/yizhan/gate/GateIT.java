package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.NodeLinks;
import io.yizhan.access.NodeLinks.Link;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisNodeLinks;
import io.yizhan.access.RedisRevocationFeed;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.discovery.NodeState;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Every answer of the gate's calls, over HTTP, with real ZooKeeper, Redis and database. */
class GateIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final String ZOOKEEPER = SharedMiddleware.zooKeeper().connectString();
    private static TestGate gate;
    private static UnifiedJedis redis;

    private final FakeWorkers workers = new FakeWorkers(ZOOKEEPER);

    @BeforeAll
    static void startGate() {
        String uri = SharedMiddleware.redisUri();
        redis = RedisClients.open(uri, Duration.ofSeconds(2), 4);
        gate = TestGate.start(ZOOKEEPER, uri, DATABASE, "--yizhan.throttle.first-delay=3s");
    }

    @AfterAll
    static void stopGate() {
        gate.close();
        redis.close();
    }

    @AfterEach
    void stopWorkers() {
        workers.close();
        gate.register("waiting");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gate.login("waiting", "waiting-pass").code().equals("NO_WORKER"));
    }

    @Test
    void registersAUserOnce() {
        Answer answer = gate.post(
                "/api/v1/users",
                Map.of("userId", "Zoe.1", "password", "zoe's password", "nickname", "Zoë 😀", "unknown", 1));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text()).isEqualTo("{\"userId\":\"Zoe.1\"}");
        assertProblem(gate.register("Zoe.1"), 409, "USER_EXISTS");
        assertThat(gate.register("zoe.1").status()).isEqualTo(201); // ids differ by case
    }

    @Test
    void keepsThePasswordAsArgon2id_withItsParameters() throws Exception {
        gate.register("hashed");
        try (var connection = DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT password_hash, role FROM users WHERE user_id = 'hashed'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).startsWith("$argon2id$v=19$m=256,t=2,p=1$");
            assertThat(rows.getString(2)).isEqualTo("USER");
        }
    }

    @Test
    void refusesBadRegistrations() {
        assertInvalid(gate.post("/api/v1/users", Map.of("userId", "a b", "password", "12345678")));
        assertInvalid(gate.post("/api/v1/users", Map.of("userId", "short", "password", "1234567")));
        assertInvalid(gate.post("/api/v1/users", Map.of("userId", "nopassword")));
        assertInvalid(gate.post("/api/v1/users", Map.of("userId", "nick", "password", "12345678", "nickname", "")));
        assertInvalid(gate.post("/api/v1/users", Map.of("userId", List.of("x"), "password", "12345678")));
        assertInvalid(gate.send("POST", "/api/v1/users", "application/json", "{\"userId\":", ""));
        assertInvalid(gate.send("POST", "/api/v1/users", "application/json", "[]", ""));
        assertInvalid(gate.send("POST", "/api/v1/users", "application/json", "null", ""));
        assertInvalid(gate.send("POST", "/api/v1/users", "application/json", "", ""));
    }

    @Test
    void letsOneWin_whenManyRegisterAName() throws Exception {
        var threads = java.util.concurrent.Executors.newFixedThreadPool(8);
        try {
            java.util.concurrent.Callable<Integer> call =
                    () -> gate.register("popular").status();
            List<Integer> statuses = new CopyOnWriteArrayList<>();
            for (var answer : threads.invokeAll(java.util.Collections.nCopies(8, call))) {
                statuses.add(answer.get());
            }
            assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void logsIn_withTokenAndNode() throws Exception {
        FakeWorker worker = worker(7101, 3);
        gate.register("alice");
        long before = System.currentTimeMillis();

        Answer answer = gate.login("alice", "alice-pass");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().propertyNames()).containsExactly("userId", "token", "expiresAt", "node");
        assertThat(answer.json().get("userId").asString()).isEqualTo("alice");
        assertThat(answer.json().get("token").asString()).hasSize(43);
        assertThat(answer.json().get("expiresAt").asLong())
                .isBetween(before + 86_400_000L, System.currentTimeMillis() + 86_400_000L);
        assertThat(answer.json().get("node").toString())
                .isEqualTo("{\"id\":" + worker.id() + ",\"host\":\"127.0.0.1\",\"port\":7101,\"tls\":false}");
        TokenGrant grant = store().find(token(answer)).orElseThrow();
        assertThat(grant.user()).isEqualTo(new UserId("alice"));
        assertThat(grant.device()).isEqualTo(new DeviceId("phone"));
        assertThat(grant.platform()).isEqualTo(4);
    }

    @Test
    void answersUnknownUserAndWrongPasswordAlike() throws Exception {
        worker(7102, 0);
        gate.register("known");
        Answer wrong = gate.login("known", "x");
        Answer unknown = gate.login("unknown", "x");
        assertProblem(wrong, 401, "BAD_CREDENTIALS");
        assertThat(unknown.text()).isEqualTo(wrong.text());
        assertThat(unknown.headers().keySet()).isEqualTo(wrong.headers().keySet());
        assertProblem(gate.login("known", "y".repeat(1_000)), 401, "BAD_CREDENTIALS");
        assertProblem(gate.login("known", ""), 401, "BAD_CREDENTIALS");
    }

    @Test
    void makesAGuesserWait_andSaysHowLong() throws Exception {
        worker(7103, 0);
        gate.register("guessed");
        for (int i = 0; i < 5; i++) {
            assertProblem(gate.login("guessed", "x" + i), 401, "BAD_CREDENTIALS");
        }
        Answer answer = gate.login("guessed", "guessed-pass");
        assertProblem(answer, 429, "RATE_LIMITED");
        assertThat(answer.header("Retry-After")).isIn("1", "2", "3");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gate.login("guessed", "guessed-pass").status() == 200);
    }

    @Test
    void refusesBadLogins() {
        Map<String, String> good =
                Map.of("userId", "alice", "password", "alice-pass", "deviceId", "phone", "platform", "WEB");
        for (String member : good.keySet()) {
            Map<String, String> without = new java.util.HashMap<>(good);
            without.remove(member);
            assertInvalid(gate.post("/api/v1/login", without));
        }
        for (Map.Entry<String, String> bad :
                Map.of("userId", "a b", "deviceId", "ü", "platform", "PAGER").entrySet()) {
            Map<String, String> with = new java.util.HashMap<>(good);
            with.put(bad.getKey(), bad.getValue());
            assertInvalid(gate.post("/api/v1/login", with));
        }
    }

    @Test
    void findsNoWorker_whenNoneIsThereOrAllDrain() throws Exception {
        gate.register("lonely");
        assertProblem(gate.login("lonely", "lonely-pass"), 503, "NO_WORKER");
        FakeWorker worker = worker(7104, 0);
        worker.report(0, NodeState.DRAINING);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gate.login("lonely", "lonely-pass").code().equals("NO_WORKER"));
    }

    @Test
    void givesTheLeastLoaded_andFollowsReports() throws Exception {
        FakeWorker full = worker(7105, 50);
        FakeWorker empty = worker(7106, 0);
        gate.register("crowd");
        assertThat(nodeOf(gate.login("crowd", "crowd-pass"))).isEqualTo(empty.id());
        empty.report(90, NodeState.UP);
        await().atMost(Duration.ofSeconds(10)).until(() -> nodeOf(gate.login("crowd", "crowd-pass")) == full.id());
    }

    @Test
    void givesAnotherNode_andTheSameYoungToken() throws Exception {
        FakeWorker one = worker(7107, 0);
        FakeWorker other = worker(7108, 100);
        gate.register("mover");
        Answer login = gate.login("mover", "mover-pass");
        assertThat(nodeOf(login)).isEqualTo(one.id());

        Answer moved = gate.post("/api/v1/node", Map.of("excludeNodeIds", List.of(one.id())), token(login));
        assertThat(moved.status()).isEqualTo(200);
        assertThat(nodeOf(moved)).isEqualTo(other.id());
        assertThat(token(moved)).isEqualTo(token(login));
        assertThat(moved.json().get("expiresAt")).isEqualTo(login.json().get("expiresAt"));

        assertThat(gate.send("POST", "/api/v1/node", "", "", token(login)).status())
                .isEqualTo(200);
        assertProblem(
                gate.post("/api/v1/node", Map.of("excludeNodeIds", List.of(one.id(), other.id())), token(login)),
                503,
                "NO_WORKER");
        assertInvalid(gate.post("/api/v1/node", Map.of("excludeNodeIds", List.of("x")), token(login)));
        assertInvalid(gate.post("/api/v1/node", Map.of("excludeNodeIds", List.of(-1)), token(login)));
    }

    @Test
    void givesAFreshToken_pastHalfTheLifeOfTheOld() throws Exception {
        worker(7109, 0);
        long now = System.currentTimeMillis();
        String old =
                store().issue(new TokenGrant(new UserId("old"), new DeviceId("phone"), 4, now - 60_000, now + 50_000));
        Answer answer = gate.post("/api/v1/node", Map.of(), old);
        assertThat(answer.json().get("userId").asString()).isEqualTo("old");
        assertThat(token(answer)).isNotEqualTo(old);
        assertThat(store().find(old)).isPresent();
        assertThat(store().find(token(answer)).orElseThrow().device()).isEqualTo(new DeviceId("phone"));
    }

    @Test
    void refusesEveryKindOfBadToken_alike() throws Exception {
        long now = System.currentTimeMillis();
        String expiring =
                store().issue(new TokenGrant(new UserId("late"), new DeviceId("phone"), 4, now - 60_000, now + 300));
        await().atMost(Duration.ofSeconds(5)).until(() -> store().find(expiring).isEmpty());
        Set<String> bodies = new HashSet<>();
        for (String token : List.of("", "x", "A".repeat(43), expiring, "../../etc", "A".repeat(5_000))) {
            for (String path : List.of("/api/v1/node", "/api/v1/logout")) {
                Answer answer = gate.post(path, Map.of(), token);
                assertProblem(answer, 401, "BAD_TOKEN");
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
                bodies.add(answer.text());
            }
            assertProblem(gate.get("/api/v1/nodes", token), 401, "BAD_TOKEN");
        }
        assertThat(bodies).hasSize(1);
    }

    @Test
    void killsTheTokenAndTellsTheWorkers_atLogout() throws Exception {
        worker(7110, 0);
        gate.register("leaver");
        String token = token(gate.login("leaver", "leaver-pass"));
        List<String> revoked = new CopyOnWriteArrayList<>();
        try (var listening =
                new RedisRevocationFeed(redis).listen((user, device) -> revoked.add(user + "/" + device))) {
            Answer answer = gate.send("POST", "/api/v1/logout", "", "", token);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.text()).isEmpty();
            await().atMost(Duration.ofSeconds(2)).until(() -> revoked.contains("leaver/phone"));
        }
        assertProblem(gate.send("POST", "/api/v1/logout", "", "", token), 401, "BAD_TOKEN");
        assertProblem(gate.post("/api/v1/node", Map.of(), token), 401, "BAD_TOKEN");
        assertThat(gate.login("leaver", "leaver-pass").status()).isEqualTo(200);
    }

    @Test
    void showsTheNodes_toAdminsOnly() throws Exception {
        FakeWorker worker = worker(7111, 12);
        gate.register("boss");
        String token = token(gate.login("boss", "boss-pass"));
        assertProblem(gate.get("/api/v1/nodes", token), 403, "FORBIDDEN");
        gate.makeAdmin("boss");
        assertThat(nodes(token))
                .isEqualTo("{\"nodes\":[{\"id\":" + worker.id() + ",\"host\":\"127.0.0.1\",\"port\":7111,"
                        + "\"balance\":12,\"state\":\"UP\",\"links\":[]}]}");

        new RedisNodeLinks(redis, RedisNodeLinks.EXPIRY)
                .publish(
                        new NodeId(worker.id()),
                        List.of(new Link(new NodeId(901), "CONNECTING"), new Link(new NodeId(900), "UP")));

        assertThat(nodes(token))
                .endsWith("\"links\":[{\"peerId\":900,\"state\":\"UP\"},"
                        + "{\"peerId\":901,\"state\":\"CONNECTING\"}]}]}");

        new RedisNodeLinks(redis, RedisNodeLinks.EXPIRY)
                .publish(
                        new NodeId(worker.id()),
                        List.of(new Link(new NodeId(900), "UP", Optional.of(new NodeLinks.Sent(12, 3_456, 40, 1)))));

        assertThat(nodes(token))
                .endsWith("\"links\":[{\"peerId\":900,\"state\":\"UP\",\"sent\":"
                        + "{\"frames\":12,\"bytes\":3456,\"recipients\":40,\"repeats\":1}}]}]}");

        redis.set("im:links:" + worker.id(), "not JSON");
        assertThat(nodes(token)).endsWith("\"links\":[]}]}");
    }

    private static String nodes(String token) {
        Answer answer = gate.get("/api/v1/nodes", token);
        assertThat(answer.status()).isEqualTo(200);
        return answer.text();
    }

    private FakeWorker worker(int port, int balance) throws Exception {
        FakeWorker worker = workers.register(port, balance);
        gate.register("waiting");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> gate.post(
                                        "/api/v1/node",
                                        Map.of("excludeNodeIds", workers.others(worker)),
                                        store().issue(waitingGrant()))
                                .status()
                        == 200);
        return worker;
    }

    private static TokenGrant waitingGrant() {
        long now = System.currentTimeMillis();
        return new TokenGrant(new UserId("waiting"), new DeviceId("test"), 1, now, now + 60_000);
    }

    private static TokenStore store() {
        return new RedisTokenStore(redis, new SecureRandom(), Clock.systemUTC());
    }

    private static String token(Answer answer) {
        return answer.json().path("token").asString("");
    }

    private static long nodeOf(Answer answer) {
        return answer.json().path("node").path("id").asLong(-1);
    }

    private static void assertInvalid(Answer answer) {
        assertProblem(answer, 400, "INVALID_ARGUMENT");
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().propertyNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "code");
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }
}
