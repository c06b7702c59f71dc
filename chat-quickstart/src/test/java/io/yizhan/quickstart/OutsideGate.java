package io.yizhan.quickstart;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gate as somebody sees it who has read only the protocol's text. Uses no class of the product. */
final class OutsideGate {
    private static final String LOGIN = "/api/v1/login";

    private final URI base;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = new JsonMapper();

    OutsideGate(URI base) {
        this.base = base;
    }

    record Answer(int status, String contentType, JsonNode body, HttpResponse<String> raw) {
        String code() {
            return body.path("code").asString();
        }
    }

    /** Where to connect, and with what. */
    record Ticket(String token, String host, int port, long nodeId) {}

    Answer call(String method, String path, String token, String body) throws IOException, InterruptedException {
        return answer(http.send(request(method, path, token, body), HttpResponse.BodyHandlers.ofString()));
    }

    private HttpRequest request(String method, String path, String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private Answer answer(HttpResponse<String> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        JsonNode parsed = response.body().isEmpty() ? json.createObjectNode() : json.readTree(response.body());
        return new Answer(response.statusCode(), type, parsed, response);
    }

    Answer login(String user, String password, String device) throws IOException, InterruptedException {
        return call("POST", LOGIN, null, loginBody(user, password, device, "BOT"));
    }

    /** Does not wait for the answer. */
    CompletableFuture<Answer> loginLater(String user, String password, String device) {
        return http.sendAsync(
                        request("POST", LOGIN, null, loginBody(user, password, device, "BOT")),
                        HttpResponse.BodyHandlers.ofString())
                .thenApply(this::answer);
    }

    private static String loginBody(String user, String password, String device, String platform) {
        return "{\"userId\":\"%s\",\"password\":\"%s\",\"deviceId\":\"%s\",\"platform\":\"%s\"}"
                .formatted(user, password, device, platform);
    }

    Ticket ticket(String user, String device) throws IOException, InterruptedException {
        return ticket(user, device, "BOT");
    }

    /** @param platform as the contract names them */
    Ticket ticket(String user, String device, String platform) throws IOException, InterruptedException {
        Answer answer = call("POST", LOGIN, null, loginBody(user, user + "-pass", device, platform));
        if (answer.status() != 200) {
            throw new AssertionError("Login refused: " + answer.raw().body());
        }
        return ticket(answer.body(), answer.body().path("token").asString());
    }

    /** Another choice of node, leaving some out. */
    Ticket otherNode(String token, long excluded) throws IOException, InterruptedException {
        Answer answer = call("POST", "/api/v1/node", token, "{\"excludeNodeIds\":[" + excluded + "]}");
        if (answer.status() != 200) {
            throw new AssertionError("No other node: " + answer.raw().body());
        }
        return ticket(answer.body(), answer.body().path("token").asString());
    }

    private static Ticket ticket(JsonNode body, String token) {
        JsonNode node = body.path("node");
        return new Ticket(
                token,
                node.path("host").asString(),
                node.path("port").asInt(),
                node.path("id").asLong());
    }
}
