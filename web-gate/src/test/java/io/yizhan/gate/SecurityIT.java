package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenGrant;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.ApiDocument.Call;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** What the gate keeps to itself, and from whom it takes nothing. */
class SecurityIT {
    private static final StoredMessages STORED = new StoredMessages(SharedMiddleware.mariaDb());
    private static TestGate gate;
    private static UnifiedJedis redis;

    @BeforeAll
    static void start() {
        String uri = SharedMiddleware.redisUri();
        redis = RedisClients.open(uri, Duration.ofSeconds(2), 2);
        gate = TestGate.start(
                SharedMiddleware.zooKeeper().connectString(),
                uri,
                SharedMiddleware.mariaDb(),
                "--yizhan.book-compat=true");
    }

    @AfterAll
    static void stop() {
        gate.close();
        redis.close();
    }

    private static String token(String user) {
        long now = System.currentTimeMillis();
        return new RedisTokenStore(redis, new SecureRandom(), Clock.systemUTC())
                .issue(new TokenGrant(new UserId(user), new DeviceId("phone"), 4, now, now + 600_000));
    }

    private static HttpResponse<String> foreign(String method, String path, Map<String, String> headers, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.port() + path))
                .header("Origin", "https://evil.example")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** No cookie stands for anybody, so all that a foreign page could use is what a browser lets it read or send. */
    @Test
    void allowsForeignPagesNothing() throws Exception {
        List<HttpResponse<String>> answers = List.of(
                foreign(
                        "OPTIONS",
                        "/api/v1/login",
                        Map.of(
                                "Access-Control-Request-Method",
                                "POST",
                                "Access-Control-Request-Headers",
                                "content-type"),
                        ""),
                foreign(
                        "POST",
                        "/api/v1/login",
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        "userId=a"),
                foreign("POST", "/api/v1/users", Map.of("Content-Type", "text/plain"), "{}"),
                foreign("GET", "/api/v1/groups", Map.of("Authorization", "Bearer " + token("page")), ""),
                foreign("GET", "/api/v1/groups", Map.of("Cookie", "token=" + token("page")), ""));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.headers().map().keySet())
                        .noneMatch(name -> name.startsWith("access-control-") || name.equals("set-cookie")));
        assertThat(answers.get(1).statusCode()).isEqualTo(415);
        assertThat(answers.get(2).statusCode()).isEqualTo(415);
        assertThat(answers.get(4).statusCode()).isEqualTo(401);
    }

    @Test
    void showsNothingOfItsInside() {
        for (String path : List.of(
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/actuator/health",
                "/error",
                "/swagger-ui.html",
                "/v3/api-docs/../../application.yml",
                "/h2-console")) {
            Answer answer = gate.get(path, token("curious"));
            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.text()).doesNotContain("java", "Exception");
        }
    }

    @Test
    void leavesALine_forEachChangeOfAnOperator() throws Exception {
        gate.register("warden");
        gate.register("noisy");
        gate.makeAdmin("warden");
        String admin = token("warden");
        try (LogLines lines = new LogLines(Level.INFO, "io.yizhan.gate.admin")) {
            gate.send("PUT", "/api/v1/admin/settings/send-limit", "application/json", "{\"rate\":50}", admin);
            gate.send("DELETE", "/api/v1/admin/settings/send-limit", "", "", admin);
            gate.send("POST", "/api/v1/admin/users/noisy/kick", "", "", admin);
            gate.send("POST", "/api/v1/admin/users/noisy/kick", "", "", token("noisy"));

            assertThat(lines.all())
                    .filteredOn(line -> line.startsWith("Audit: "))
                    .hasSize(3)
                    .allMatch(line -> line.contains("warden"));
        }
    }

    /** Each call with a password, a token and a text by which they would be known, at the most talkative level. */
    @Test
    void writesNoSecretIntoTheLogs_onAnyPath() throws Exception {
        gate.register("canary");
        STORED.execute("DELETE FROM message WHERE conversation_id = 'd:canary:egon'");
        STORED.write("d:canary:egon", 1, List.of(StoredMessages.text("d:canary:egon", "egon", 1, "canary-text")));
        ApiDocument document = new ApiDocument(gate.get("/v3/api-docs", "").json());
        String token = token("canary");
        try (LogLines lines = new LogLines(Level.DEBUG, "io.yizhan", "org.springframework", "org.mybatis")) {
            assertThat(gate.get("/api/v1/conversations/d:canary:egon/messages", token)
                            .text())
                    .contains("canary-text");
            for (Call call : document.calls()) {
                String body = call.takesBody() ? call.body().get("example").toString() : "";
                String path = call.examplePath(Map.of("username", "canary", "password", "canary-word"));
                String type = body.isEmpty() ? "" : "application/json";
                for (String bearer : List.of("canary-bearer", token)) {
                    gate.send(call.method(), path, type, marked(body), bearer);
                    gate.send(call.method(), path, type, marked(body).replace("}", ""), bearer);
                }
            }
            gate.get("/user/login/canary/canary-pass%2Fcanary-word", "");
            gate.get("/user/login/canary/canary-pass", "");

            assertThat(lines.all()).as("Spring talks").anyMatch(line -> line.contains("/user/login/canary/-"));
            assertThat(lines.all())
                    .noneMatch(line -> line.contains("canary-word")
                            || line.contains("canary-pass")
                            || line.contains("canary-text")
                            || line.contains("canary-bearer")
                            || line.contains("$argon2")
                            || line.contains(token));
        }
    }

    private static String marked(String body) {
        return body.replace("correct-horse", "canary-word").replace("battery-staple", "canary-word-2");
    }

    @Test
    void logsBookClientsIn_byWhateverPasswordAPathCanCarry() {
        gate.post("/api/v1/users", Map.of("userId", "reader", "password", "ü;x=1 %-word"));

        assertThat(gate.get("/user/login/reader/%C3%BC;x=1%20%25-word", "").code())
                .isEqualTo("NO_WORKER");
        assertThat(gate.get("/user/login/reader/wrong", "").code()).isEqualTo("BAD_CREDENTIALS");
        assertThat(gate.get("/user/login/reader/-", "").code()).isEqualTo("BAD_CREDENTIALS");
    }
}
