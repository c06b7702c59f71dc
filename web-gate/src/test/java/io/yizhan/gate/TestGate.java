package io.yizhan.gate;

import io.yizhan.embedded.EmbeddedMariaDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gate of its own on a free port, asked over real HTTP. Hashing is made cheap, all else is as delivered. */
final class TestGate implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ConfigurableApplicationContext context;
    private final StoredMessages stored;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private TestGate(ConfigurableApplicationContext context, StoredMessages stored) {
        this.context = context;
        this.stored = stored;
    }

    static TestGate start(String zookeeper, String redis, EmbeddedMariaDb database, String... settings) {
        return new TestGate(
                WebGateApplication.start(arguments(zookeeper, redis, database, settings)),
                new StoredMessages(database));
    }

    static String[] arguments(String zookeeper, String redis, EmbeddedMariaDb database, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--yizhan.zookeeper.connect=" + zookeeper,
                "--yizhan.redis.uri=" + redis,
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--yizhan.password.memory-kib=256"));
        if (List.of(settings).stream().noneMatch(setting -> setting.startsWith("--server.port="))) {
            arguments.add("--server.port=0");
        }
        arguments.addAll(List.of(settings));
        return arguments.toArray(String[]::new);
    }

    /** No call does that: the first admin is made in the database. */
    void makeAdmin(String user) throws SQLException {
        stored.execute("UPDATE users SET role = 'ADMIN' WHERE user_id = '" + user + "'");
    }

    int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    Answer post(String path, Object body) {
        return post(path, body, "");
    }

    /** @param token empty for none */
    Answer post(String path, Object body, String token) {
        return send("POST", path, "application/json", JSON.writeValueAsString(body), token);
    }

    Answer get(String path, String token) {
        return send("GET", path, "", "", token);
    }

    Answer get(String path, String token, String accept) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .build());
    }

    /** The calls that there are, as method and path. */
    TreeSet<String> mappings() {
        return context
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .stream()
                .flatMap(call -> call.getPatternValues().stream()
                        .flatMap(path ->
                                call.getMethodsCondition().getMethods().stream().map(method -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param type of the body, empty for none */
    Answer send(String method, String path, String type, String body, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Answer(
                    response.statusCode(),
                    text.isEmpty() ? JSON.createObjectNode() : JSON.readTree(text),
                    text,
                    response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException("The gate did not answer: " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    Answer register(String user) {
        return post("/api/v1/users", Map.of("userId", user, "password", user + "-pass"));
    }

    Answer login(String user, String password) {
        return post(
                "/api/v1/login",
                Map.of("userId", user, "password", password, "deviceId", "phone", "platform", "ANDROID"));
    }

    @Override
    public void close() {
        context.close();
    }

    /** What came back; an empty object where there was no body. */
    record Answer(int status, JsonNode json, String text, Map<String, List<String>> headers) {
        String header(String name) {
            return String.join(",", headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()));
        }

        String code() {
            return json.path("code").asString("");
        }
    }
}
