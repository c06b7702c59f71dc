package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.PresenceSubscribe;
import chat.v2.SyncRequest;
import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.EmbeddedRedis;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.UnifiedJedis;

/** Users of Redis and the database who have the rights that the manual gives them, and no others. */
final class LimitedUsers {
    private static final String PASSWORD = "few-rights";
    private static final String LOGIN = "://yizhan:" + PASSWORD + "@";

    private LimitedUsers() {}

    /** Makes them; a worker and a gate that have nothing else serve bob and carol, and are refused nothing. */
    static void chatOn(TestCluster cluster) throws Exception {
        List<String> manual = Files.readAllLines(Path.of("..", "docs", "operations.md")).stream()
                .map(line -> line.strip().replace("PASSWORD", PASSWORD))
                .toList();
        limitRedis(cluster.running().middleware().redisServers().nodes(), manual);
        limitDatabase(cluster.running().middleware().mariadb(), manual);
        String redis = cluster.running().middleware().redisServers().uri().replace("://", LOGIN);
        Worker worker = cluster.running()
                .startWorker("--redis.uri=" + redis, "--database.user=yizhan", "--database.password=" + PASSWORD);
        URI address = cluster.running()
                .startGate(
                        "--yizhan.redis.uri=" + redis,
                        "--spring.datasource.username=yizhan",
                        "--spring.datasource.password=" + PASSWORD);
        try {
            chat(new OutsideGate(cluster.gate()), cluster.worker(0), new OutsideGate(address), worker);
        } finally {
            worker.close();
        }
        for (String log : List.of(worker.process().name() + ".log", "web-gate-" + address.getPort() + ".log")) {
            assertThat(Files.readString(cluster.running().logs().resolve(log)))
                    .doesNotContainIgnoringCase("NOPERM")
                    .doesNotContain("denied");
        }
    }

    private static void limitRedis(List<EmbeddedRedis> nodes, List<String> manual) {
        String[] words = startingWith(manual, "ACL SETUSER yizhan ").split(" ");
        for (EmbeddedRedis node : nodes) {
            try (UnifiedJedis admin = RedisClients.open(node.url(), Duration.ofSeconds(5), 1)) {
                admin.sendCommand(Protocol.Command.ACL, Arrays.copyOfRange(words, 1, words.length));
            }
            try (UnifiedJedis limited = RedisClients.open(node.url().replace("://", LOGIN), Duration.ofSeconds(5), 1)) {
                assertDenied(() -> limited.sendCommand(Protocol.Command.FLUSHALL));
                assertDenied(() -> limited.sendCommand(Protocol.Command.KEYS, "*"));
                assertDenied(() -> limited.sendCommand(Protocol.Command.CONFIG, "SET", "appendonly", "no"));
                assertDenied(() -> limited.get("of-somebody-else"));
            }
        }
    }

    private static void assertDenied(ThrowingCallable call) {
        assertThatThrownBy(call).hasMessageContaining("NOPERM");
    }

    private static void limitDatabase(EmbeddedMariaDb database, List<String> manual) throws Exception {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(startingWith(manual, "CREATE USER yizhan "));
            statement.execute(startingWith(manual, "GRANT "));
        }
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), "yizhan", PASSWORD);
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("DROP TABLE users")).hasMessageContaining("denied");
        }
    }

    private static String startingWith(List<String> lines, String words) {
        return lines.stream().filter(line -> line.startsWith(words)).findFirst().orElseThrow();
    }

    private static void chat(OutsideGate gate, Worker usual, OutsideGate limitedGate, Worker limited) throws Exception {
        String bobs = gate.ticket("bob", "b1").token();
        String carols = limitedGate.ticket("carol", "c1").token();
        try (OutsideClient bob = new OutsideClient("127.0.0.1", usual.port());
                OutsideClient carol = new OutsideClient("127.0.0.1", limited.port())) {
            assertThat(bob.login(bobs, "bob", "b1").hasLoginResponse()).isTrue();
            assertThat(carol.login(carols, "carol", "c1").hasLoginResponse()).isTrue();
            assertThat(carol.ask(Frame.newBuilder()
                                    .setPresenceSubscribe(
                                            PresenceSubscribe.newBuilder().addUserIds("bob")))
                            .getPresenceEvent()
                            .getUsers(0)
                            .getOnline())
                    .isTrue();
            assertThat(carol.send("bob", "to another worker").hasSendResponse()).isTrue();
            assertThat(bob.send("carol", "and back").hasSendResponse()).isTrue();
            await().atMost(Person.LIMIT)
                    .until(() -> !bob.pushed().isEmpty() && !carol.pushed().isEmpty());
            carol.acknowledge("d:bob:carol", 2);
            assertThat(carol.ask(Frame.newBuilder().setSyncRequest(SyncRequest.getDefaultInstance()))
                            .getSyncResponse()
                            .getHeadsCount())
                    .isPositive();
            assertAnswers(200, limitedGate, "GET", "/api/v1/conversations/d:bob:carol/messages", carols, null);
            assertAnswers(
                    201,
                    limitedGate,
                    "POST",
                    "/api/v1/groups",
                    carols,
                    "{\"groupId\":\"few\",\"name\":\"Few\",\"memberIds\":[\"bob\"]}");
            assertAnswers(204, limitedGate, "POST", "/api/v1/logout", carols, null);
            assertThat(carol.isEnded(OutsideClient.LIMIT)).isTrue();
        }
    }

    private static void assertAnswers(
            int status, OutsideGate gate, String method, String path, String token, String body) throws Exception {
        assertThat(gate.call(method, path, token, body).status()).isEqualTo(status);
    }
}
