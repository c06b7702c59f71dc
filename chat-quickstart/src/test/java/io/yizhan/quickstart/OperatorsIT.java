package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.v2.KickReason;
import chat.v2.Kicked;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.discovery.ZooKeeperUser;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.server.ChatCtl;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What {@code bin/chatctl} does to a whole cluster. */
class OperatorsIT {
    private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(2);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    private final OutsideGate gate = new OutsideGate(cluster.gate());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int chatctl(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--config", cluster.running().workerSettings().toString()));
        all.addAll(Arrays.asList(arguments));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = ChatCtl.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private static long node(Worker worker) {
        return cluster.running()
                .members()
                .member(worker.port())
                .orElseThrow()
                .id()
                .value();
    }

    @Test
    void looksAfterUsersAndSettings() throws Exception {
        assertThat(chatctl("check")).as(out.toString()).isZero();
        assertThat(chatctl("nodes")).isZero();
        assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("UP  sessions 0 of 100000"));
        Person alice = cluster.login("alice");
        Person bob = cluster.login("bob");
        assertThat(chatctl("sessions", "alice")).isZero();
        assertThat(out.toString()).contains("node " + node(cluster.workerOf(alice)));

        assertThat(chatctl("kick", "alice", "--why", "Please stop")).isZero();

        await().atMost(FOLLOWED_WITHIN).until(() -> !alice.kicks().isEmpty());
        assertThat(alice.kicks()).extracting(Kicked::getReason).containsExactly(KickReason.BY_ADMIN);
        assertThat(alice.kicks()).extracting(Kicked::getMessage).containsExactly("Please stop");
        assertThat(bob.isOnline()).isTrue();
        await().atMost(FOLLOWED_WITHIN).until(() -> {
            chatctl("sessions", "alice");
            return out.toString().startsWith("Not logged in since 2");
        });

        assertThat(chatctl("config", "set", "balance", "strategy=BEST")).isEqualTo(2);
        assertThat(err.toString()).contains("Needs one of LEAST_LOADED");
        assertThat(chatctl("config", "set", "balance", "strategy=ROUND_ROBIN")).isZero();
        assertThat(chatctl("config", "set", "log-levels", "io.yizhan=DEBUG")).isZero();
        await().atMost(FOLLOWED_WITHIN).until(() -> everybodyHasSaid("balance is now") && everybodyHasSaid("DEBUG"));
        assertThat(chatctl("config", "list")).isZero();
        assertThat(out.toString()).contains("{\"strategy\":\"ROUND_ROBIN\"}  by " + System.getProperty("user.name"));
        assertThat(chatctl("config", "unset", "log-levels")).isZero();
        assertThat(chatctl("config", "unset", "balance")).isZero();
    }

    @Test
    void givesNoNodesAway_withoutAUserOrWhileWorkersAreThere() {
        assertThat(chatctl("claim")).isEqualTo(1);
        assertThat(err.toString()).startsWith("zookeeper.user is not set");

        assertThat(chatctl("--set", "zookeeper.user=im", "--set", "zookeeper.password=canary-secret", "claim"))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("Stop all workers and gates").doesNotContain("canary");
        assertThat(chatctl("nodes")).isZero();
    }

    @Test
    void looksAfterDeadLetters_overTheGate() throws Exception {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO dead_letter (origin, reason, record, created_at)"
                    + " VALUES ('by hand', 'Not an entry of the log', X'010203', NOW(3))");
        }
        assertThat(admin("GET", "/check").body().path("ok").asBoolean()).isFalse();
        assertThat(admin("GET", "/check").body().path("troubles").toString()).contains("Dead letters wait: 1");
        JsonNode letter = admin("GET", "/deadletters").body().path("letters").path(0);
        assertThat(letter.path("reason").asString()).isEqualTo("Not an entry of the log");
        String path = "/deadletters/" + letter.path("id").asLong();
        assertThat(admin("GET", path).body().path("record").asString()).isEqualTo("AQID");
        assertThat(admin("POST", path + "/replay").body().path("outcome").asString())
                .isEqualTo("UNREADABLE");
        JsonNode all = admin("POST", "/deadletters/replay").body();
        assertThat(all.path("replayed").size()).isEqualTo(1);
        assertThat(all.path("replayed").path(0).path("outcome").asString()).isEqualTo("UNREADABLE");
        assertThat(all.path("nextCursor").asString()).isEmpty();
        assertThat(admin("POST", "/deadletters/replay?cursor=x").code()).isEqualTo("INVALID_ARGUMENT");

        assertThat(admin("DELETE", path).status()).isEqualTo(204);
        assertThat(admin("GET", "/deadletters").body().path("letters").size()).isZero();
        assertThat(Files.readAllLines(cluster.running().gateProcess().log()))
                .filteredOn(line -> line.contains("Audit: " + TestCluster.ADMIN + " asks to "))
                .extracting(line -> line.replaceFirst("^.* asks to (\\w+) dead letter .*$", "$1"))
                .as("whoever sees, replays and drops one is written down")
                .containsExactly("SHOW", "REPLAY", "REPLAY", "DROP");
        assertThat(admin("GET", "/check").raw().body()).isEqualTo("{\"ok\":true,\"troubles\":[]}");
        assertThat(admin("DELETE", "/deadletters/77").code()).isEqualTo("NOT_FOUND");
        assertThat(admin("GET", "/deadletters?limit=0").code()).isEqualTo("INVALID_ARGUMENT");
        for (String refused : List.of("/check", "/deadletters", path)) {
            assertThat(gate.call("GET", "/api/v1/admin" + refused, token("bob"), null)
                            .code())
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void getsAlongWithTheRightsThatTheManualGives() throws Exception {
        LimitedUsers.chatOn(cluster);
    }

    @Test
    void aWorkerEndsAtOnce_whenAStoreRefusesItsUser() throws Exception {
        String wrong = cluster.running().middleware().redisServers().uri().replace("://", "://nobody:canary-secret@");
        String closed = "zookeeper.connect=" + closedZooKeeper();
        for (String setting : List.of("--redis.uri=" + wrong, "--database.password=canary-secret", "--" + closed)) {
            assertThatThrownBy(() -> cluster.running().startWorker(setting, "--start.timeout=10m"))
                    .hasMessageContaining("Could not start: ")
                    .hasMessageContaining("refuses the user or the password: ")
                    .hasMessageNotContaining("canary-secret");
            List<Worker> all = cluster.running().workers();
            assertThat(all.get(all.size() - 1).process().awaitExit(Duration.ofSeconds(20)))
                    .isEqualTo(1);
        }
        assertThat(chatctl("--set", closed, "nodes")).isEqualTo(1);
        assertThat(err.toString()).contains("refuses the user or the password: ");
    }

    /** A tree of nodes whose user nobody here knows. */
    private static String closedZooKeeper() throws Exception {
        String connect = cluster.running().middleware().zookeeper().connectString();
        ZooKeeperUser other = new ZooKeeperUser("other", "canary-secret");
        try (ZooKeeperClient owner = new ZooKeeperClient(connect, Duration.ofSeconds(10), Optional.of(other))) {
            owner.start(Duration.ofSeconds(20));
            owner.curator().create().creatingParentsIfNeeded().forPath("/closed" + ClusterPaths.NODES);
        }
        return connect + "/closed";
    }

    private OutsideGate.Answer admin(String method, String path) throws Exception {
        return gate.call(method, "/api/v1/admin" + path, token(TestCluster.ADMIN), null);
    }

    private String token(String user) throws Exception {
        return gate.ticket(user, "http").token();
    }

    private static boolean everybodyHasSaid(String words) throws Exception {
        for (String program : List.of("worker-1", "worker-2", "web-gate")) {
            if (!Files.readString(cluster.running().logs().resolve(program + ".log"))
                    .contains(words)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void drainsAWorker_thatEnds_andNotTheLastOne() throws Exception {
        Worker leaving = cluster.running().startWorker();
        Worker stays = cluster.worker(0);
        Worker also = cluster.worker(1);
        List<Person> people = List.of(cluster.login("alice"), cluster.login("bob"), cluster.login("carol"));
        assertThat(chatctl("drain", "999")).isEqualTo(2);

        assertThat(chatctl("drain", Long.toString(node(leaving)))).isZero();

        assertThat(leaving.process().awaitExit(Duration.ofSeconds(30))).isZero();
        await().atMost(Person.LIMIT).until(() -> people.stream().allMatch(Person::isOnline));
        assertThat(people).noneMatch(person -> person.port() == leaving.port());
        List<SendReceipt> sent = Person.allStored(people.get(0).sendMany("bob", 3, "t"));
        people.get(1).hasSeenExactly(people.get(0), sent, "t");

        assertThat(chatctl("drain", Long.toString(node(also)))).isZero();
        assertThat(also.process().awaitExit(Duration.ofSeconds(30))).isZero();
        assertThat(chatctl("drain", Long.toString(node(stays)))).isEqualTo(1);
        assertThat(err.toString()).contains("--force");
        assertThat(stays.process().isAlive()).isTrue();
    }
}
