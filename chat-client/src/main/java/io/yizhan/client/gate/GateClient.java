package io.yizhan.client.gate;

import chat.v2.Platform;
import com.google.errorprone.annotations.CheckReturnValue;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The gate's calls that a chat client needs (protocol, section 5). Thread-safe, never blocks; every future fails with
 * {@link GateException} and completes on a thread of the HTTP client.
 */
@CheckReturnValue
public final class GateClient {
    /**
     * A change waits for a worker: by default for 30 s, while a gate may wait 17 s for the answer of the worker that
     * takes it, and before that 2 s for each that has died and is still listed.
     */
    private static final int TIMEOUTS_OF_A_CHANGE = 3;

    private record NodeList(List<NodeInfo> nodes) {}

    private final GateCalls calls;
    private final GateJson json = new GateJson();
    private final Duration timeout;

    /**
     * @param gates base addresses, tried in turn
     * @param timeout for each call at each gate
     */
    public GateClient(HttpClient http, List<URI> gates, Duration timeout) {
        this.calls = new GateCalls(http, gates, json);
        this.timeout = timeout;
    }

    /** A token and a worker for this device; BAD_CREDENTIALS for an unknown user and a wrong password alike. */
    public CompletableFuture<GateLogin> login(UserId user, String password, DeviceId device, Platform platform) {
        Map<String, Object> body = Map.of(
                "userId", user.value(),
                "password", password,
                "deviceId", device.value(),
                "platform", platform.name());
        return calls.call(post("/api/v1/login", body)).thenApply(answer -> json.read(answer, GateLogin.class));
    }

    /** Another worker than those in {@code exclude}; NO_WORKER when there is none. */
    public CompletableFuture<GateLogin> node(String token, Collection<Long> exclude) {
        Map<String, Object> body = Map.of("excludeNodeIds", List.copyOf(exclude));
        return calls.call(post("/api/v1/node", body).andThen(request -> authorized(request, token)))
                .thenApply(answer -> json.read(answer, GateLogin.class));
    }

    /** Kills the token. */
    public CompletableFuture<Void> logout(String token) {
        return calls.call(post("/api/v1/logout", Map.of()).andThen(request -> authorized(request, token)))
                .thenApply(answer -> null);
    }

    /** Makes a user; USER_EXISTS when the name is taken. */
    public CompletableFuture<Void> register(UserId user, String password) {
        return calls.call(post("/api/v1/users", Map.of("userId", user.value(), "password", password)))
                .thenApply(answer -> null);
    }

    /** All workers; FORBIDDEN for who is no administrator. */
    public CompletableFuture<List<NodeInfo>> nodes(String token) {
        return calls.call(get("/api/v1/nodes", token))
                .thenApply(answer -> json.read(answer, NodeList.class).nodes());
    }

    /** How many sessions there are; FORBIDDEN for who is no administrator. */
    public CompletableFuture<OnlineCount> online(String token) {
        return calls.call(get("/api/v1/online", token)).thenApply(answer -> json.read(answer, OnlineCount.class));
    }

    /** Where a user is logged in; FORBIDDEN for who is no administrator. */
    public CompletableFuture<UserSessions> sessions(String token, UserId user) {
        return calls.call(get("/api/v1/users/" + user + "/sessions", token))
                .thenApply(answer -> json.read(answer, UserSessions.class));
    }

    /** What concerns friends and blocks. */
    public RelationCalls relations() {
        return new RelationCalls(this);
    }

    <T> CompletableFuture<T> read(String path, String token, Class<T> type) {
        return calls.call(get(path, token)).thenApply(answer -> json.read(answer, type));
    }

    <T> T parse(String answer, Class<T> type) {
        return json.read(answer, type);
    }

    /** A call without a body; gives the answer's. */
    CompletableFuture<String> change(String method, String path, String token) {
        return calls.call(gate -> HttpRequest.newBuilder(address(gate, path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build());
    }

    /** Any call that needs a user, and may take longer than the others. */
    <T> CompletableFuture<T> ask(String method, String path, String token, Optional<Object> body, Class<T> type) {
        return calls.call(request(method, path, token, body)).thenApply(answer -> json.read(answer, type));
    }

    /** As {@link #ask}, of which nothing is told but that it is done. */
    CompletableFuture<Void> tell(String method, String path, String token, Optional<Object> body) {
        return calls.call(request(method, path, token, body)).thenApply(answer -> null);
    }

    private Function<URI, HttpRequest> request(String method, String path, String token, Optional<Object> body) {
        BodyPublisher content =
                body.map(value -> BodyPublishers.ofString(json.write(value))).orElseGet(BodyPublishers::noBody);
        return gate -> {
            HttpRequest.Builder request = HttpRequest.newBuilder(address(gate, path))
                    .timeout(timeout.multipliedBy(TIMEOUTS_OF_A_CHANGE))
                    .header("Authorization", "Bearer " + token)
                    .method(method, content);
            return body.isPresent()
                    ? request.header("Content-Type", "application/json").build()
                    : request.build();
        };
    }

    private Function<URI, HttpRequest> get(String path, String token) {
        return gate -> HttpRequest.newBuilder(address(gate, path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token)
                .GET()
                .build();
    }

    private Function<URI, HttpRequest> post(String path, Map<String, Object> body) {
        String text = json.write(body);
        return gate -> HttpRequest.newBuilder(address(gate, path))
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofString(text))
                .build();
    }

    private static HttpRequest authorized(HttpRequest request, String token) {
        return HttpRequest.newBuilder(request, (name, value) -> true)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private static URI address(URI gate, String path) {
        String base = gate.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }
}
