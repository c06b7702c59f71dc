package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenGrant;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.embedded.EmbeddedZooKeeper;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.UnifiedJedis;

/** A gate outlives what it depends on: it says so, quickly, and goes on when they are back. */
class StoreLossIT {
    private static final Duration BACK = Duration.ofSeconds(30);
    /** A connection that was used within 100 ms is taken for alive; a restart that is faster is only a test's. */
    private static final Duration TRUSTED = Duration.ofMillis(150);

    @Test
    void saysUnavailable_whileRedisIsAway(@TempDir Path directory) throws Exception {
        String zookeeper = SharedMiddleware.zooKeeper().connectString();
        EmbeddedRedis redis = EmbeddedRedis.start(directory, 0);
        int port = redis.port();
        try (TestGate gate = TestGate.start(zookeeper, redis.url(), SharedMiddleware.mariaDb());
                FakeWorker worker = FakeWorker.register(zookeeper, 7201, 0)) {
            gate.register("redisless");
            await().atMost(BACK)
                    .until(() -> gate.login("redisless", "redisless-pass").status() == 200);
            String token = gate.login("redisless", "redisless-pass")
                    .json()
                    .get("token")
                    .asString();
            redis.kill();

            assertUnavailable(gate.login("redisless", "redisless-pass"));
            assertUnavailable(gate.post("/api/v1/node", Map.of(), token));
            assertUnavailable(gate.send("POST", "/api/v1/logout", "", "", token));
            assertUnavailable(gate.get("/api/v1/nodes", token));
            assertThat(gate.register("redisless").code()).isEqualTo("USER_EXISTS");

            redis = EmbeddedRedis.start(directory, port);
            await().atMost(BACK)
                    .until(() -> gate.login("redisless", "redisless-pass").status() == 200);
            assertThat(worker.id()).isNotNegative();
        } finally {
            redis.close();
        }
    }

    @Test
    void logsIn_afterARestartOfRedisThatNobodyNoticed(@TempDir Path directory) throws Exception {
        String zookeeper = SharedMiddleware.zooKeeper().connectString();
        EmbeddedRedis redis = EmbeddedRedis.start(directory, 0);
        try (TestGate gate = TestGate.start(zookeeper, redis.url(), SharedMiddleware.mariaDb());
                FakeWorker worker = FakeWorker.register(zookeeper, 7204, 0)) {
            gate.register("restarted");
            await().atMost(BACK)
                    .until(() -> gate.login("restarted", "restarted-pass").status() == 200);
            assertThat(loginsAtOnce(gate, 6)).containsOnly(200);

            redis.kill();
            redis.restart();
            await().pollDelay(TRUSTED).until(() -> true);

            for (int i = 0; i < 6; i++) {
                Answer answer = gate.login("restarted", "restarted-pass");
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            }
            assertThat(worker.id()).isNotNegative();
        } finally {
            redis.close();
        }
    }

    /** So many connections to Redis are left in the pool. */
    private static List<Integer> loginsAtOnce(TestGate gate, int count) {
        List<CompletableFuture<Integer>> logins = IntStream.range(0, count)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> gate.login("restarted", "restarted-pass").status(), Executors.newSingleThreadExecutor()))
                .toList();
        return logins.stream().map(CompletableFuture::join).toList();
    }

    @Test
    void saysUnavailable_whileTheDatabaseIsAway(@TempDir Path directory) throws Exception {
        String zookeeper = SharedMiddleware.zooKeeper().connectString();
        EmbeddedMariaDb database = EmbeddedMariaDb.start(directory, 0);
        int port = database.port();
        try (TestGate gate = TestGate.start(zookeeper, SharedMiddleware.redisUri(), database);
                FakeWorker worker = FakeWorker.register(zookeeper, 7202, 0)) {
            gate.register("baseless");
            await().atMost(BACK)
                    .until(() -> gate.login("baseless", "baseless-pass").status() == 200);
            String token =
                    gate.login("baseless", "baseless-pass").json().get("token").asString();
            database.kill();

            assertUnavailable(gate.login("baseless", "baseless-pass"));
            assertUnavailable(gate.register("newcomer"));
            assertUnavailable(gate.get("/api/v1/nodes", token));
            Answer other = gate.post("/api/v1/node", Map.of(), token); // needs no account
            assertThat(other.json().path("node").path("id").asLong(-1)).isEqualTo(worker.id());

            database = EmbeddedMariaDb.start(directory, port);
            await().atMost(BACK)
                    .until(() -> gate.login("baseless", "baseless-pass").status() == 200);
        } finally {
            database.close();
        }
    }

    @Test
    void breaksAnAnswerOff_whenTheDatabaseGoesWhileItIsRead(@TempDir Path directory) throws Exception {
        String redisUri = SharedMiddleware.redisUri();
        try (EmbeddedMariaDb database = EmbeddedMariaDb.start(directory, 0);
                UnifiedJedis redis = RedisClients.open(redisUri, Duration.ofSeconds(2), 1);
                TestGate gate = TestGate.start(
                        SharedMiddleware.zooKeeper().connectString(),
                        redisUri,
                        database,
                        "--yizhan.history.at-once=1")) {
            String conversation = "d:reader:reader";
            String large = "x".repeat(16_384);
            new StoredMessages(database)
                    .write(
                            conversation,
                            4_000,
                            LongStream.rangeClosed(1, 4_000)
                                    .mapToObj(seq -> StoredMessages.text(conversation, "reader", seq, large))
                                    .toList());
            long now = System.currentTimeMillis();
            String token = new RedisTokenStore(redis, new SecureRandom(), Clock.systemUTC())
                    .issue(new TokenGrant(new UserId("reader"), new DeviceId("phone"), 4, now, now + 600_000));
            String path = "/api/v1/conversations/" + conversation + "/messages?limit=10000";
            for (String accept : List.of("application/x-ndjson", "application/json")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.port() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", accept)
                        .build();
                try (InputStream body = HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
                    assertThat(body.readNBytes(100_000)).hasSize(100_000);
                    Answer second = gate.get(path, token);
                    assertThat(second.status()).as(second.text()).isEqualTo(503);
                    assertThat(second.code()).isEqualTo("OVERLOADED");
                    database.kill();
                    assertThatIOException().isThrownBy(body::readAllBytes);
                }
                assertUnavailable(gate.get(path, token));
                database.restart();
                await().atMost(BACK)
                        .until(() -> gate.get(path.replace("10000", "1"), token).status() == 200);
            }
        }
    }

    @Test
    void goesOnGivingOutTheWorkersItKnows_whileZooKeeperIsAway(@TempDir Path directory) throws Exception {
        EmbeddedZooKeeper zookeeper = EmbeddedZooKeeper.start(directory, 0);
        try (TestGate gate = TestGate.start(
                        zookeeper.connectString(), SharedMiddleware.redisUri(), SharedMiddleware.mariaDb());
                FakeWorker worker = FakeWorker.register(zookeeper.connectString(), 7203, 0)) {
            gate.register("keeperless");
            await().atMost(BACK)
                    .until(() -> gate.login("keeperless", "keeperless-pass").status() == 200);
            zookeeper.close();
            for (int i = 0; i < 20; i++) {
                Answer answer = gate.login("keeperless", "keeperless-pass");
                assertThat(answer.json().path("node").path("id").asLong(-1))
                        .as(answer.text())
                        .isEqualTo(worker.id());
            }
        } finally {
            zookeeper.close();
        }
    }

    private static void assertUnavailable(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("UNAVAILABLE");
    }
}
