package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong before a call is even understood, and that no secret gets into the logs. */
class HttpErrorsIT {
    private static TestGate gate;

    @BeforeAll
    static void startGate() {
        gate = TestGate.start(
                SharedMiddleware.zooKeeper().connectString(), SharedMiddleware.redisUri(), SharedMiddleware.mariaDb());
    }

    @AfterAll
    static void stopGate() {
        gate.close();
    }

    @Test
    void saysNotFoundAndWrongMethod_beforeAskingForAToken() {
        assertProblem(gate.get("/api/v1/nothing", ""), 404, "NOT_FOUND");
        assertProblem(gate.post("/api/v1/nothing", Map.of()), 404, "NOT_FOUND");
        assertProblem(gate.get("/", ""), 404, "NOT_FOUND");
        assertProblem(gate.get("/error", ""), 404, "NOT_FOUND");
        for (String path : List.of("/api/v1/users", "/api/v1/login", "/api/v1/node", "/api/v1/logout")) {
            Answer answer = gate.get(path, "");
            assertProblem(answer, 405, "METHOD_NOT_ALLOWED");
            assertThat(answer.header("Allow")).isEqualTo("POST");
        }
        assertProblem(gate.post("/api/v1/nodes", Map.of()), 405, "METHOD_NOT_ALLOWED");
    }

    @Test
    void takesJsonOnly_andAnswersNothingElse() {
        for (String type : List.of("", "text/plain", "application/x-www-form-urlencoded", "application/xml")) {
            assertProblem(
                    gate.send("POST", "/api/v1/login", type, "{\"userId\":\"a\"}", ""), 415, "UNSUPPORTED_MEDIA_TYPE");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.port() + "/api/v1/login"))
                .header("Content-Type", "application/json; charset=utf-8")
                .header("Accept", "application/xml")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertProblem(gate.send(request), 400, "INVALID_ARGUMENT");
    }

    @Test
    void refusesABodyOverTheLimit_saidOrNot() {
        String large = "{\"userId\":\"" + "x".repeat(70_000) + "\"}";
        assertProblem(gate.send("POST", "/api/v1/login", "application/json", large, ""), 400, "INVALID_ARGUMENT");
        HttpRequest chunked = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.port() + "/api/v1/login"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(large)))
                .build();
        assertProblem(gate.send(chunked), 400, "INVALID_ARGUMENT");
    }

    @Test
    void answersAProblem_whenTheServerItselfRefuses() throws IOException {
        assertThat(raw("GET /a|b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"code\":\"INVALID_ARGUMENT\"")
                .doesNotContain("<html", "Apache", "Tomcat");
        assertThat(raw("TRACE /api/v1/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("\"code\":\"METHOD_NOT_ALLOWED\"");
    }

    @Test
    void knowsNoCallOfTheBook_unlessItIsAskedTo() {
        assertProblem(gate.get("/user/login/alice/alice-pass", ""), 404, "NOT_FOUND");
        assertProblem(gate.get("/user/getImNode", ""), 404, "NOT_FOUND");
    }

    @Test
    void writesNoSecretIntoTheLogs_evenAtDebug() {
        try (LogLines lines = new LogLines(Level.DEBUG, "io.yizhan", "org.springframework.web")) {
            gate.post("/api/v1/users", Map.of("userId", "canary", "password", "canary-pass-1"));
            gate.post("/api/v1/users", Map.of("userId", List.of("canary-pass-2"), "password", "canary-pass-2"));
            gate.login("canary", "canary-pass-1");
            gate.login("canary", "canary-pass-3");
            gate.send("POST", "/api/v1/login", "application/json", "{\"password\":\"canary-pass-4\",", "");
            gate.post("/api/v1/node", Map.of(), "canary-token");

            assertThat(lines.all())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("canary-pass") || line.contains("canary-token"));
        }
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gate.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
    }
}
