package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisSessionBook;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** What admins are told of who is there, from a registry as workers write it. */
class WhoIsThereIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final String ZOOKEEPER = SharedMiddleware.zooKeeper().connectString();
    private static final long LOGIN_MS = 1_700_000_000_123L;
    private static TestGate gate;
    private static UnifiedJedis redis;
    private static String admin;

    private final FakeWorkers workers = new FakeWorkers(ZOOKEEPER);

    @BeforeAll
    static void start() throws Exception {
        String uri = SharedMiddleware.redis().url();
        redis = RedisClients.open(uri, Duration.ofSeconds(2), 4);
        gate = TestGate.start(ZOOKEEPER, uri, DATABASE);
        FakeWorker worker = FakeWorker.register(ZOOKEEPER, 7119, 0);
        List.of("chief", "nobody", "watched", "gone").forEach(gate::register);
        gate.makeAdmin("chief");
        admin = token("chief");
        worker.close();
    }

    private static String token(String user) {
        return await().until(
                        () -> gate.login(user, user + "-pass")
                                .json()
                                .path("token")
                                .asString(""),
                        token -> !token.isEmpty());
    }

    @AfterAll
    static void stop() {
        gate.close();
        redis.close();
    }

    @AfterEach
    void stopWorkers() {
        workers.close();
    }

    /** As a worker enters it, with a lease that ends in a minute. */
    private static void enter(String user, String device, int platform, long node, long epoch) {
        String entry = String.join(
                " ",
                Long.toString(System.currentTimeMillis() + 60_000),
                Long.toString(LOGIN_MS),
                Integer.toString(platform),
                Long.toString(node),
                Long.toString(epoch),
                Long.toString(LOGIN_MS * 1_000 + 456),
                "session-of-" + device);
        redis.hset(RedisSessionBook.sessions(new UserId(user)), device, entry);
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void refusesWhoIsNoAdmin_andWhoIsNobody() throws Exception {
        workers.register(7113, 1);
        String user = token("nobody");
        for (String path :
                List.of("/api/v1/online", "/api/v1/users/watched/sessions", "/api/v1/users/watched/devices/phone")) {
            assertRefused(gate.get(path, user), 403, "FORBIDDEN");
            assertRefused(gate.get(path, ""), 401, "BAD_TOKEN");
        }
    }

    @Test
    void countsTheSessionsOfAllWorkers() throws Exception {
        FakeWorker one = workers.register(7114, 30);
        FakeWorker two = workers.register(7115, 12);

        await().until(() ->
                gate.get("/api/v1/online", admin).json().path("sessions").asLong() == 42);
        assertThat(gate.get("/api/v1/online", admin).text())
                .isEqualTo("{\"sessions\":42,\"nodes\":[{\"id\":" + one.id() + ",\"sessions\":30},{\"id\":" + two.id()
                        + ",\"sessions\":12}]}");
    }

    @Test
    void showsAUsersSessions_butNotThoseOfAWorkerThatIsGone() throws Exception {
        FakeWorker stays = workers.register(7116, 1);
        FakeWorker leaves = workers.register(7117, 1);
        long gone = leaves.epoch();
        enter("watched", "phone", 4, stays.id(), stays.epoch());
        enter("watched", "laptop", 3, leaves.id(), gone);
        await().until(() -> sessions("watched").path("sessions").size() == 2);
        leaves.close();

        await().until(() -> sessions("watched").path("sessions").size() == 1);

        assertThat(sessions("watched").toString())
                .isEqualTo("{\"userId\":\"watched\",\"online\":true,\"lastSeenMs\":" + LOGIN_MS
                        + ",\"sessions\":[{\"deviceId\":\"phone\",\"platform\":\"ANDROID\",\"nodeId\":" + stays.id()
                        + ",\"sinceMs\":" + LOGIN_MS + "}]}");
        assertThat(gate.get("/api/v1/users/watched/devices/phone", admin).text())
                .isEqualTo("{\"userId\":\"watched\",\"deviceId\":\"phone\",\"online\":true}");
        for (String device : List.of("laptop", "tablet")) {
            assertThat(gate.get("/api/v1/users/watched/devices/" + device, admin)
                            .json()
                            .path("online")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void saysWhenSomebodyWasThereLast() {
        redis.set(RedisSessionBook.seen(new UserId("gone")), "1700000000999");

        assertThat(sessions("gone").toString())
                .isEqualTo("{\"userId\":\"gone\",\"online\":false,\"lastSeenMs\":1700000000999,\"sessions\":[]}");
    }

    @Test
    void knowsNoStrangers_andNoBadIds() {
        assertRefused(gate.get("/api/v1/users/stranger/sessions", admin), 404, "NO_SUCH_USER");
        assertRefused(gate.get("/api/v1/users/stranger/devices/phone", admin), 404, "NO_SUCH_USER");
        assertRefused(gate.get("/api/v1/users/a%20b/sessions", admin), 400, "INVALID_ARGUMENT");
        assertRefused(gate.get("/api/v1/users/watched/devices/a%20b", admin), 400, "INVALID_ARGUMENT");
    }

    private static tools.jackson.databind.JsonNode sessions(String user) {
        Answer answer = gate.get("/api/v1/users/" + user + "/sessions", admin);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
