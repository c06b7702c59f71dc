package io.yizhan.gate;

import static io.yizhan.gate.ReflectedStub.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.discovery.NodeState;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.LoopbackPorts;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** The status service as another program calls it, with real ZooKeeper, Redis and database. */
class StatusServiceIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final String ZOOKEEPER = SharedMiddleware.zooKeeper().connectString();
    private static final String SECRET = "of-the-status-service-32-bytes-..";
    private static final String BEARER = "Bearer " + SECRET;
    private static final Duration SEEN = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static EmbeddedRedis store;
    private static UnifiedJedis redis;
    private static TestGate gate;
    private static int port;
    private static int managementPort;
    private static ReflectedStub stub;

    private final FakeWorkers workers = new FakeWorkers(ZOOKEEPER);

    @BeforeAll
    static void start() throws Exception {
        store = EmbeddedRedis.start(directory, 0);
        redis = RedisClients.open(store.url(), Duration.ofSeconds(5), 2);
        port = LoopbackPorts.free();
        managementPort = LoopbackPorts.free();
        gate = start(port, "--yizhan.management.port=" + managementPort);
        gate.register("ann");
        gate.register("ben");
        stub = new ReflectedStub(port, BEARER);
    }

    private static TestGate start(int statusPort, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--yizhan.redis.timeout=2s", "--yizhan.status.secret=" + SECRET, "--yizhan.status.port=" + statusPort));
        settings.addAll(List.of(more));
        return TestGate.start(ZOOKEEPER, store.url(), DATABASE, settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() throws Exception {
        stub.close();
        gate.close();
        redis.close();
        store.close();
    }

    @AfterEach
    void stopWorkers() {
        workers.close();
    }

    private static DynamicMessage choose(ReflectedStub by, String uid) throws Exception {
        return by.call("GetChatServer", Map.of("uid", uid));
    }

    private static String tokenFor(String uid) throws Exception {
        return field(
                await().atMost(SEEN)
                        .until(
                                () -> choose(stub, uid),
                                answer -> !field(answer, "token").isEmpty()),
                "token");
    }

    private static DynamicMessage check(ReflectedStub by, String uid, String token) throws Exception {
        return by.call("Login", Map.of("uid", uid, "token", token));
    }

    private static void assertStatus(Status.Code code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .satisfies(failure -> assertThat(Status.fromThrowable(failure).getCode())
                        .as(failure.toString())
                        .isEqualTo(code));
    }

    @Test
    void givesTheLeastLoadedWorker_andATokenForWhicheverDevice() throws Exception {
        workers.register(7301, 5);
        workers.register(7302, 2);
        await().atMost(SEEN).until(() -> field(choose(stub, "ann"), "port").equals("7302"));
        DynamicMessage chosen = choose(stub, "ann");

        assertThat(field(chosen, "error")).isEqualTo("0");
        assertThat(field(chosen, "host")).isEqualTo("127.0.0.1");
        TokenStore tokens = new RedisTokenStore(redis, new SecureRandom(), Clock.systemUTC());
        TokenGrant grant = tokens.find(field(chosen, "token")).orElseThrow();
        assertThat(grant.user()).isEqualTo(new UserId("ann"));
        assertThat(grant.device()).isNull();
        DynamicMessage checked = check(stub, "ann", field(chosen, "token"));
        assertThat(field(checked, "error")).isEqualTo("0");
        assertThat(field(checked, "uid")).isEqualTo("ann");
        assertThat(field(checked, "token")).isEqualTo(field(chosen, "token"));
    }

    @Test
    void saysWhatIsWrongByTheProtocolsNumbers() throws Exception {
        assertThat(field(choose(stub, "ann"), "error")).isEqualTo("1012");
        workers.register(7303, 0);
        String anns = tokenFor("ann");

        assertThat(field(check(stub, "ann", "no-token"), "error")).isEqualTo("1010");
        assertThat(field(check(stub, "ben", anns), "error")).isEqualTo("1010");
        for (String nobody : List.of("", "a b", "nobody-here")) {
            assertThat(field(check(stub, nobody, anns), "error")).isEqualTo("1011");
            DynamicMessage refused = choose(stub, nobody);
            assertThat(field(refused, "error")).isEqualTo("1011");
            assertThat(field(refused, "token")).isEmpty();
        }
    }

    @Test
    void saysInOneLineThatARequestIsTooLong() throws Exception {
        ServiceDescriptor service = stub.describe();
        Map<String, String> tooLong = Map.of("uid", "a".repeat(5_000));
        try (LogLines lines = new LogLines(Level.INFO, "io.grpc", "io.yizhan.gate.status")) {
            assertStatus(
                    Status.Code.RESOURCE_EXHAUSTED,
                    () -> stub.call(service, "GetChatServer", tooLong, CallOptions.DEFAULT));
            await().atMost(SEEN)
                    .untilAsserted(() -> assertThat(lines.all())
                            .singleElement()
                            .asString()
                            .startsWith("call=chat.status.v1.StatusService/GetChatServer status=RESOURCE_EXHAUSTED: ")
                            .contains("4096"));
        }
    }

    @Test
    void talksToNobodyWithoutTheSecret_butOfItsHealth() throws Exception {
        ServiceDescriptor service = stub.describe();
        for (String shown : List.of("", "Bearer", BEARER + "x", "Basic " + SECRET, SECRET)) {
            try (ReflectedStub other = new ReflectedStub(port, shown)) {
                assertStatus(
                        Status.Code.UNAUTHENTICATED,
                        () -> other.call(service, "GetChatServer", Map.of("uid", "ann"), CallOptions.DEFAULT));
                assertThatThrownBy(other::describe).hasRootCauseInstanceOf(StatusRuntimeException.class);
                assertThat(health(other)).isEqualTo(ServingStatus.SERVING);
            }
        }
    }

    private static ServingStatus health(ReflectedStub by) {
        return HealthGrpc.newBlockingStub(by.channel())
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(HealthCheckRequest.newBuilder()
                        .setService("chat.status.v1.StatusService")
                        .build())
                .getStatus();
    }

    @Test
    void compressesItsAnswers_forWhoCompressesQuestions() throws Exception {
        ServiceDescriptor service = stub.describe();
        Map<String, String> ann = Map.of("uid", "ann");
        stub.call(service, "GetChatServer", ann, CallOptions.DEFAULT.withCompression("gzip"));
        assertThat(stub.header("grpc-encoding")).isEqualTo("gzip");
        stub.call(service, "GetChatServer", ann, CallOptions.DEFAULT);
        assertThat(stub.header("grpc-encoding")).isNotEqualTo("gzip");
    }

    @Test
    void keepsToTheCallersDeadline_andSaysWhenAStoreIsAway() throws Exception {
        workers.register(7304, 0);
        String token = tokenFor("ben");
        ServiceDescriptor service = stub.describe();
        Map<String, String> ben = Map.of("uid", "ben", "token", token);
        pauseRedis(Duration.ofMillis(600));
        assertStatus(
                Status.Code.DEADLINE_EXCEEDED,
                () -> stub.call(
                        service, "Login", ben, CallOptions.DEFAULT.withDeadlineAfter(150, TimeUnit.MILLISECONDS)));
        assertThat(field(check(stub, "ben", token), "error")).isEqualTo("0");

        pauseRedis(Duration.ofSeconds(4));
        assertStatus(Status.Code.UNAVAILABLE, () -> check(stub, "ben", token));
        await().atMost(SEEN)
                .untilAsserted(() ->
                        assertThat(field(check(stub, "ben", token), "error")).isEqualTo("0"));
    }

    private static void pauseRedis(Duration time) {
        redis.sendCommand(Protocol.Command.CLIENT, "PAUSE", Long.toString(time.toMillis()), "ALL");
    }

    @Test
    void sharesItsStateWithOtherGates_andAnswersWhatIsUnderWayWhenItStops() throws Exception {
        FakeWorker worker = workers.register(7305, 1);
        String token = tokenFor("ann");
        int otherPort = LoopbackPorts.free();
        TestGate other = start(otherPort);
        try (ReflectedStub there = new ReflectedStub(otherPort, BEARER)) {
            ServiceDescriptor service = there.describe();
            assertThat(field(check(there, "ann", token), "error")).isEqualTo("0");
            assertThat(field(choose(there, "ann"), "port")).isEqualTo("7305");

            pauseRedis(Duration.ofMillis(700));
            CompletableFuture<DynamicMessage> underWay = CompletableFuture.supplyAsync(
                    () -> there.call(service, "Login", Map.of("uid", "ann", "token", token), CallOptions.DEFAULT));
            await().pollDelay(Duration.ofMillis(200)).until(() -> !underWay.isDone());
            other.close();
            assertThat(field(underWay.get(20, TimeUnit.SECONDS), "error")).isEqualTo("0");
            assertStatus(
                    Status.Code.UNAVAILABLE,
                    () -> there.call(service, "Login", Map.of("uid", "ann", "token", token), CallOptions.DEFAULT));
        }
        assertThat(worker.id()).isNotNegative();
    }

    @Test
    void keepsTheWorkersCountsInRedis() throws Exception {
        FakeWorker busy = workers.register(7306, 41);
        FakeWorker idle = workers.register(7307, 0);
        await().atMost(SEEN)
                .untilAsserted(() ->
                        assertThat(redis.hgetAll("login_count")).isEqualTo(Map.of(name(busy), "41", name(idle), "0")));

        busy.report(42, NodeState.UP);
        idle.close();
        await().atMost(SEEN)
                .untilAsserted(() -> assertThat(redis.hgetAll("login_count")).isEqualTo(Map.of(name(busy), "42")));
        assertThat(redis.pttl("login_count")).isBetween(1L, 15_000L);
    }

    private static String name(FakeWorker worker) {
        return "seq-%010d".formatted(worker.id());
    }

    @Test
    void showsItsFiguresOnAPortOfTheirOwn() throws Exception {
        FakeWorker worker = workers.register(7308, 17);
        tokenFor("ann");
        try (ReflectedStub other = new ReflectedStub(port, "")) {
            assertThatThrownBy(other::describe).hasRootCauseInstanceOf(StatusRuntimeException.class);
        }
        ServiceDescriptor service = stub.describe();
        try (ReflectedStub other = new ReflectedStub(port, "")) {
            assertStatus(
                    Status.Code.UNAUTHENTICATED,
                    () -> other.call(service, "GetChatServer", Map.of("uid", "ann"), CallOptions.DEFAULT));
        }
        gate.login("ann", "wrong");
        gate.get("/no-such-path/canary", "");

        await().atMost(SEEN)
                .untilAsserted(() -> assertThat(figures())
                        .anyMatch(calls("GetChatServer", "OK"))
                        .anyMatch(calls("GetChatServer", "UNAUTHENTICATED"))
                        .anyMatch(line -> line.startsWith("http_server_requests_seconds_bucket{")
                                && line.contains("status=\"401\"")
                                && line.contains("uri=\"/api/v1/login\""))
                        .anyMatch(line -> line.startsWith("yizhan_worker_sessions{node=\"" + worker.id() + "\"")
                                && line.endsWith(" 17.0"))
                        .anyMatch(line -> line.startsWith("yizhan_passwords_waiting"))
                        .noneMatch(line -> line.contains("canary")));
        worker.close();
        await().atMost(SEEN)
                .untilAsserted(() -> assertThat(figures())
                        .noneMatch(line -> line.startsWith("yizhan_worker_sessions{node=\"" + worker.id() + "\"")));
    }

    private static Predicate<String> calls(String method, String status) {
        return line -> line.startsWith("grpc_server_processing_duration_seconds_count{")
                && line.contains("method=\"" + method + "\"")
                && line.contains("statusCode=\"" + status + "\"");
    }

    private static List<String> figures() throws Exception {
        HttpResponse<String> answer = management("GET", "/prometheus");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body().lines().toList();
    }

    private static HttpResponse<String> management(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                .timeout(SEEN)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsNothingElseThere_andNothingOfThatToThePublic() throws Exception {
        assertThat(management("GET", "/health").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(management("GET", "/info").body()).isEqualTo("{\"name\":\"web-gate\"}");
        assertThat(management("POST", "/health").statusCode()).isEqualTo(405);
        for (String path : List.of(
                "/",
                "/env",
                "/heapdump",
                "/shutdown",
                "/loggers",
                "/health/",
                "/health/db",
                "/prometheus/../env",
                "/actuator",
                "/actuator/env",
                "/v3/api-docs",
                "/api/v1/nodes")) {
            HttpResponse<String> answer = management("GET", path);
            assertThat(answer.statusCode()).as(path).isEqualTo(404);
            assertThat(answer.body()).isEmpty();
        }
        for (String path : List.of("/health", "/info", "/prometheus", "/metrics", "/actuator/prometheus")) {
            assertThat(gate.get(path, "").status()).as(path).isEqualTo(404);
        }
    }
}
