package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisSessionBook;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.identity.UserId;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** What users do with their accounts, and admins to workers, users and settings. */
class AccountsIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final String ZOOKEEPER = SharedMiddleware.zooKeeper().connectString();
    private static TestGate gate;
    private static UnifiedJedis redis;
    private static FakeWorker worker;

    @BeforeAll
    static void start() throws Exception {
        String uri = SharedMiddleware.redis().url();
        redis = RedisClients.open(uri, Duration.ofSeconds(2), 4);
        gate = TestGate.start(ZOOKEEPER, uri, DATABASE);
        worker = FakeWorker.register(ZOOKEEPER, 7219, 0);
        gate.register("steward");
        gate.makeAdmin("steward");
    }

    @AfterAll
    static void stop() {
        worker.close();
        gate.close();
        redis.close();
    }

    private static String token(String user, String password, String device) {
        Map<String, String> login =
                Map.of("userId", user, "password", password, "deviceId", device, "platform", "ANDROID");
        return await().until(
                        () -> gate.post("/api/v1/login", login)
                                .json()
                                .path("token")
                                .asString(""),
                        token -> !token.isEmpty());
    }

    private static Answer call(String method, String path, String token) {
        return gate.send(method, path, "", "", token);
    }

    private static Answer put(String setting, String value, String token) {
        return gate.send("PUT", "/api/v1/admin/settings/" + setting, "application/json", value, token);
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    private static Answer change(String token, String old, String fresh) {
        return gate.post("/api/v1/password", Map.of("oldPassword", old, "newPassword", fresh), token);
    }

    private static Map<String, String> lastRevocation() {
        return redis.xrevrange("im:revoked", "+", "-", 1).get(0).getFields();
    }

    @Test
    void anotherPassword_endsAllOtherLogins() {
        gate.register("changer");
        String phone = token("changer", "changer-pass", "phone");
        String tablet = token("changer", "changer-pass", "tablet");
        assertRefused(change(phone, "not-it-at-all", "something-new"), 401, "BAD_CREDENTIALS");
        assertRefused(change(phone, "changer-pass", "short"), 400, "INVALID_ARGUMENT");
        assertRefused(change("", "changer-pass", "something-new"), 401, "BAD_TOKEN");
        assertThat(call("GET", "/api/v1/sessions", tablet).status()).isEqualTo(200);

        Answer changed = change(phone, "changer-pass", "something-new");

        assertThat(changed.status()).as(changed.text()).isEqualTo(204);
        assertThat(call("GET", "/api/v1/sessions", phone).status()).isEqualTo(200);
        assertRefused(call("GET", "/api/v1/sessions", tablet), 401, "BAD_TOKEN");
        assertThat(lastRevocation()).containsEntry("user", "changer").containsEntry("device", "tablet");
        assertRefused(gate.login("changer", "changer-pass"), 401, "BAD_CREDENTIALS");
        assertThat(gate.login("changer", "something-new").status()).isEqualTo(200);
    }

    @Test
    void aUserWithAHashOfBcrypt_logsInAndHasItRenewed() throws Exception {
        gate.register("moved");
        gate.register("too-cheap");
        setHash("moved", "$2y$10$N9qo8uLOickgx2ZMRZoMyexbyQtnLrmRi8f3MkGKtKQlIdUlk4xg2");
        setHash("too-cheap", "$2y$04$N9qo8uLOickgx2ZMRZoMyegNVeTDxRA2nJmIG/aRfE/GBMG4p8xEe");
        Answer wrong = gate.login("moved", "legacy-past");
        Answer unknown = gate.login("nobody-at-all", "legacy-past");
        assertRefused(wrong, 401, "BAD_CREDENTIALS");
        assertThat(unknown.text()).isEqualTo(wrong.text());

        assertThat(token("moved", "legacy-pass", "phone")).isNotEmpty();

        assertThat(hash("moved")).startsWith("$argon2id$v=19$m=256,t=2,p=1$");
        assertThat(token("moved", "legacy-pass", "phone")).isNotEmpty();
        assertRefused(gate.login("too-cheap", "legacy-pass"), 401, "BAD_CREDENTIALS");
    }

    @Test
    void aBrokenHash_isNobodysPassword_andTheLogNamesItsUser() throws Exception {
        String broken = "$argon2id$v=19$m=256,t=2,p=1$!!!!$canary";
        gate.register("broken");
        setHash("broken", broken);
        try (LogLines lines = new LogLines(Level.DEBUG, "io.yizhan.gate.login", "io.yizhan.gate.error")) {
            Answer answer = gate.login("broken", "broken-pass");

            assertRefused(answer, 401, "BAD_CREDENTIALS");
            assertThat(answer.text())
                    .isEqualTo(gate.login("nobody-at-all", "broken-pass").text());
            assertThat(lines.all())
                    .singleElement()
                    .asString()
                    .contains("password hash of this user", "broken")
                    .doesNotContain("canary", "argon2id");
        }
        assertThat(hash("broken")).isEqualTo(broken);
    }

    private static void setHash(String user, String hash) throws SQLException {
        try (var connection = DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
                var statement = connection.prepareStatement("UPDATE users SET password_hash = ? WHERE user_id = ?")) {
            statement.setString(1, hash);
            statement.setString(2, user);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static String hash(String user) throws SQLException {
        try (var connection = DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
                var statement = connection.prepareStatement("SELECT password_hash FROM users WHERE user_id = ?")) {
            statement.setString(1, user);
            var rows = statement.executeQuery();
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Test
    void guessingTheOldPassword_isSlowedDownAsAtALogin() {
        gate.register("stolen");
        String token = token("stolen", "stolen-pass", "phone");
        for (int i = 0; i < 5; i++) {
            assertRefused(change(token, "guess-number-" + i, "something-new"), 401, "BAD_CREDENTIALS");
        }

        Answer late = change(token, "stolen-pass", "something-new");

        assertRefused(late, 429, "RATE_LIMITED");
        assertThat(late.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void usersSeeTheirOwnSessions_andEndThem() throws Exception {
        gate.register("owner");
        String phone = token("owner", "owner-pass", "phone");
        String tablet = token("owner", "owner-pass", "tablet");
        redis.hset(
                RedisSessionBook.sessions(new UserId("owner")),
                "tablet",
                String.join(
                        " ",
                        Long.toString(System.currentTimeMillis() + 60_000),
                        "1700000000123",
                        "4",
                        Long.toString(worker.id()),
                        Long.toString(worker.epoch()),
                        "1700000000123456",
                        "session-of-tablet"));

        assertThat(call("GET", "/api/v1/sessions", phone).text())
                .isEqualTo("{\"sessions\":[{\"deviceId\":\"tablet\",\"platform\":\"ANDROID\",\"nodeId\":" + worker.id()
                        + ",\"sinceMs\":1700000000123,\"current\":false}]}");
        assertThat(call("DELETE", "/api/v1/sessions/tablet", phone).status()).isEqualTo(204);

        assertThat(lastRevocation()).containsEntry("user", "owner").containsEntry("device", "tablet");
        assertRefused(call("GET", "/api/v1/sessions", tablet), 401, "BAD_TOKEN");
        assertRefused(call("DELETE", "/api/v1/sessions/a%20b", phone), 400, "INVALID_ARGUMENT");
    }

    @Test
    void adminsChangeSettings_andAreToldWhatIsWrong() {
        String admin = token("steward", "steward-pass", "phone");

        Answer set = put("send-limit", "{\"rate\":50}", admin);

        assertThat(set.status()).as(set.text()).isEqualTo(200);
        assertThat(set.json().path("value").path("rate").asInt()).isEqualTo(50);
        assertThat(set.json().path("by").asString("")).isEqualTo("steward");
        assertThat(set.json().path("atMs").asLong()).isPositive();
        assertThat(gate.get("/api/v1/admin/settings", admin).text())
                .contains(
                        "{\"name\":\"balance\"}",
                        "{\"name\":\"send-limit\",\"value\":{\"rate\":50},\"by\":\"steward\"");
        Answer wrong = put("send-limit", "{\"rate\":0}", admin);
        assertRefused(wrong, 400, "INVALID_ARGUMENT");
        assertThat(wrong.json().path("detail").asString("")).contains("from 1 to 1000000");
        assertRefused(put("no-such", "{}", admin), 404, "NOT_FOUND");
        assertRefused(put("send-limit", "[]", admin), 400, "INVALID_ARGUMENT");
        assertThat(call("DELETE", "/api/v1/admin/settings/send-limit", admin).status())
                .isEqualTo(204);
        assertThat(gate.get("/api/v1/admin/settings", admin).text()).contains("{\"name\":\"send-limit\"}");
    }

    @Test
    void adminsKickAndDrain() {
        String admin = token("steward", "steward-pass", "phone");
        gate.register("noisy");
        String noisy = token("noisy", "noisy-pass", "phone");

        assertThat(gate.post("/api/v1/admin/users/noisy/kick", Map.of("message", "Enough"), admin)
                        .status())
                .isEqualTo(204);
        assertThat(lastRevocation()).containsEntry("user", "noisy").containsEntry("kick", "Enough");
        assertThat(call("GET", "/api/v1/sessions", noisy).status()).isEqualTo(200);
        assertThat(gate.post("/api/v1/admin/users/noisy/kick", Map.of("revokeTokens", true), admin)
                        .status())
                .isEqualTo(204);
        assertRefused(call("GET", "/api/v1/sessions", noisy), 401, "BAD_TOKEN");

        assertRefused(call("POST", "/api/v1/admin/users/stranger/kick", admin), 404, "NO_SUCH_USER");
        assertRefused(call("POST", "/api/v1/admin/nodes/987654/drain", admin), 404, "NOT_FOUND");
        assertRefused(call("POST", "/api/v1/admin/nodes/first/drain", admin), 400, "INVALID_ARGUMENT");
        String path = "/api/v1/admin/nodes/" + worker.id() + "/drain";
        try (LogLines lines = new LogLines(Level.INFO, "io.yizhan.gate.admin")) {
            assertThat(gate.post(path, Map.of("force", true), admin).status()).isEqualTo(204);
            assertThat(lines.all())
                    .singleElement()
                    .asString()
                    .startsWith("Audit: steward drains worker " + worker.id());
        }
        assertThat(gate.get("/api/v1/admin/settings", admin).text())
                .contains("{\"nodes\":[" + worker.id() + "]},\"by\":\"steward\"");
        assertThat(call("DELETE", "/api/v1/admin/settings/drain", admin).status())
                .isEqualTo(204);
    }

    @Test
    void refusesWhoIsNoAdmin_andWhoIsNobody() {
        gate.register("plain");
        String user = token("plain", "plain-pass", "phone");
        for (List<String> call : List.of(
                List.of("GET", "/api/v1/admin/settings"),
                List.of("DELETE", "/api/v1/admin/settings/balance"),
                List.of("POST", "/api/v1/admin/users/steward/kick"),
                List.of("POST", "/api/v1/admin/nodes/" + worker.id() + "/drain"))) {
            assertRefused(call(call.get(0), call.get(1), user), 403, "FORBIDDEN");
            assertRefused(call(call.get(0), call.get(1), ""), 401, "BAD_TOKEN");
        }
        assertRefused(put("balance", "{\"strategy\":\"ROUND_ROBIN\"}", user), 403, "FORBIDDEN");
    }
}
