package io.yizhan.server.standalone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate's calls that a client needs, over HTTP on loopback (protocol, section 5): register, login, node, logout,
 * groups. On threads of its own.
 */
public final class LocalGate implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalGate.class);
    private static final int THREADS = 4;
    private static final int MOST_BYTES = 64 << 10;
    private static final String BEARER = "bearer ";

    private final LocalJson json = new LocalJson();
    private final Map<String, Route> routes;
    private final Optional<LocalGroups> groups;
    private final HttpServer http;
    private final ExecutorService threads;

    private LocalGate(LocalCalls calls, Optional<LocalGroups> groups, HttpServer http) {
        this.groups = groups;
        this.routes = Map.of(
                "/api/v1/users",
                new Route("POST", 201, (token, body) -> calls.register(json.read(body, LocalCalls.Registration.class))),
                "/api/v1/login",
                new Route("POST", 200, (token, body) -> calls.login(json.read(body, LocalCalls.Login.class))),
                "/api/v1/node",
                new Route("POST", 200, (token, body) -> calls.node(token, json.read(body, LocalCalls.Exclusion.class))),
                "/api/v1/logout",
                new Route("POST", 204, (token, body) -> nothing(() -> calls.logout(token))),
                "/api/v1/nodes",
                new Route("GET", 200, (token, body) -> nothing(() -> calls.nodes(token))));
        this.http = http;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                THREADS, task -> new Thread(task, "local-gate-" + number.incrementAndGet()));
    }

    /**
     * Answers from now on.
     *
     * @param port 0 for any free one
     * @throws IllegalStateException if the port is taken
     */
    public static LocalGate open(int port, LocalCalls calls, LocalGroups groups) {
        return open(port, calls, Optional.of(groups));
    }

    /** As the other, of a server that has no groups. */
    public static LocalGate open(int port, LocalCalls calls) {
        return open(port, calls, Optional.empty());
    }

    private static LocalGate open(int port, LocalCalls calls, Optional<LocalGroups> groups) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        HttpServer http;
        try {
            http = HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot listen for logins on: " + address, e);
        }
        LocalGate gate = new LocalGate(calls, groups, http);
        http.setExecutor(gate.threads);
        http.createContext("/", gate::handle);
        http.start();
        return gate;
    }

    /** Where it listens. */
    public int port() {
        return http.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (answer.status() == 401) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            String path = exchange.getRequestURI().getPath();
            if (groups.isPresent() && LocalGroups.isFor(path)) {
                LocalGroups.Reply reply = groups.get()
                        .answer(new LocalGroups.Asked(
                                exchange.getRequestMethod(),
                                path,
                                Optional.ofNullable(exchange.getRequestURI().getQuery())
                                        .orElse(""),
                                token(exchange),
                                body(exchange)));
                return new Answer(reply.status(), "application/json", reply.body());
            }
            Route route = Optional.ofNullable(routes.get(path)).orElseThrow(LocalRefusal::notFound);
            if (!route.method().equals(exchange.getRequestMethod())) {
                throw LocalRefusal.methodNotAllowed();
            }
            Object told = route.call().apply(token(exchange), body(exchange));
            return new Answer(route.status(), "application/json", route.status() == 204 ? "" : json.write(told));
        } catch (LocalRefusal refusal) {
            return problem(refusal);
        } catch (RuntimeException e) {
            log.error("A call failed: {}", exchange.getRequestURI().getPath(), e);
            return problem(LocalRefusal.internal());
        }
    }

    private Answer problem(LocalRefusal refusal) {
        return new Answer(
                refusal.status(),
                "application/problem+json",
                json.write(new Problem(
                        "about:blank",
                        refusal.code(),
                        refusal.status(),
                        String.valueOf(refusal.getMessage()),
                        refusal.code())));
    }

    private static String token(HttpExchange exchange) {
        String header = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        boolean isBearer = header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return isBearer ? header.substring(BEARER.length()).strip() : "";
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw LocalRefusal.invalid("The body is too long");
        }
        return body;
    }

    private static String nothing(Runnable call) {
        call.run();
        return "";
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    /** @param status of success */
    private record Route(String method, int status, BiFunction<String, byte[], Object> call) {}

    private record Answer(int status, String type, String body) {}

    private record Problem(String type, String title, int status, String detail, String code) {}
}
