package io.yizhan.client.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A gate with users, tokens and a list of workers; speaks just enough HTTP. */
public final class FakeGate {
    private static final Pattern USER = Pattern.compile("\"userId\":\"([^\"]*)\"");
    private static final Pattern PASSWORD = Pattern.compile("\"password\":\"([^\"]*)\"");
    private static final Pattern EXCLUDED = Pattern.compile("\"excludeNodeIds\":\\[([^\\]]*)\\]");

    private final HttpServer server;
    private final List<FakeWorker> workers;
    private final Map<String, String> passwords = new ConcurrentHashMap<>(Map.of("bob", "bob-pass"));
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger counter = new AtomicInteger();

    FakeGate(List<FakeWorker> workers) {
        this.workers = workers;
        try {
            this.server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not open a gate", e);
        }
        server.createContext("/api/v1/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Paths that were called, with the body. */
    public List<String> calls() {
        return calls;
    }

    public long calls(String path) {
        return calls.stream().filter(call -> call.startsWith(path)).count();
    }

    public void forgetTokens() {
        tokens.clear();
    }

    public boolean isGood(String token) {
        return tokens.containsKey(token);
    }

    public void password(String user, String password) {
        passwords.put(user, password);
    }

    public void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(path + " " + body);
            String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            String token = header.replace("Bearer ", "");
            switch (path) {
                case "/users" -> register(exchange, find(USER, body), find(PASSWORD, body));
                case "/login" -> login(exchange, find(USER, body), find(PASSWORD, body));
                case "/node" -> node(exchange, token, find(EXCLUDED, body));
                case "/logout" -> logout(exchange, token);
                case "/blocks/alice", "/friends/alice" -> exchange.sendResponseHeaders(204, -1);
                case "/nodes" -> problem(exchange, 403, "FORBIDDEN");
                default -> problem(exchange, 404, "NOT_FOUND");
            }
        }
    }

    private void register(HttpExchange exchange, String user, String password) throws IOException {
        if (passwords.putIfAbsent(user, password) == null) {
            answer(exchange, 201, "{\"userId\":\"" + user + "\"}");
        } else {
            problem(exchange, 409, "USER_EXISTS");
        }
    }

    private void login(HttpExchange exchange, String user, String password) throws IOException {
        if (password.equals(passwords.get(user))) {
            String token = "token-" + counter.incrementAndGet();
            tokens.put(token, user);
            choose(exchange, token, Set.of());
        } else {
            problem(exchange, 401, "BAD_CREDENTIALS");
        }
    }

    private void node(HttpExchange exchange, String token, String excluded) throws IOException {
        if (tokens.containsKey(token)) {
            choose(exchange, token, Pattern.compile(",").splitAsStream(excluded).collect(Collectors.toSet()));
        } else {
            problem(exchange, 401, "BAD_TOKEN");
        }
    }

    private void logout(HttpExchange exchange, String token) throws IOException {
        if (tokens.remove(token) == null) {
            problem(exchange, 401, "BAD_TOKEN");
        } else {
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void choose(HttpExchange exchange, String token, Set<String> excluded) throws IOException {
        Optional<FakeWorker> choice = workers.stream()
                .filter(worker -> !excluded.contains(Long.toString(worker.id())))
                .findFirst();
        if (choice.isEmpty()) {
            problem(exchange, 503, "NO_WORKER");
            return;
        }
        answer(exchange, 200, """
                {"userId":"%s","token":"%s","expiresAt":1,"new":{"unknown":[1]},
                 "node":{"id":%d,"host":"127.0.0.1","port":%d,"tls":false}}""".formatted(
                tokens.get(token), token, choice.get().id(), choice.get().port()));
    }

    private static String find(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static void problem(HttpExchange exchange, int status, String code) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
        write(
                exchange,
                status,
                "{\"title\":\"T\",\"status\":" + status + ",\"code\":\"" + code + "\",\"detail\":\"D\"}");
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        write(exchange, status, json);
    }

    private static void write(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
