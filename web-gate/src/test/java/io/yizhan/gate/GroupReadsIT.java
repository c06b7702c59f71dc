package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisGivenNumbers;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.identity.ConversationId;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.ibatis.annotations.Select;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.UnifiedJedis;

/** Who has read what in groups, out of the tables that workers write; this gate names at most three. */
class GroupReadsIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final StoredMessages STORED = new StoredMessages(DATABASE);
    private static final String ZOOKEEPER = SharedMiddleware.zooKeeper().connectString();
    private static final int CROWD = 4_100;

    private static TestGate gate;
    private static String rita;

    @BeforeAll
    static void start() throws Exception {
        gate = TestGate.start(ZOOKEEPER, SharedMiddleware.redisUri(), DATABASE, "--yizhan.groups.named-readers=3");
        gate.register("rita");
        gate.register("stranger");
        try (FakeWorker worker = FakeWorker.register(ZOOKEEPER, 7260, 0)) {
            rita = token("rita");
            assertThat(worker.id()).isNotNegative();
        }
        for (String table : List.of("chat_group", "group_membership")) {
            STORED.execute("DELETE FROM " + table + " WHERE group_id LIKE 'readers-%'");
        }
        STORED.execute("DELETE FROM member_position WHERE conversation_id LIKE 'g:readers-%'");
        // rita since 5, before that from 1 to 3; sam stays; theo came at 8; uli has gone
        group("few", "'rita', 1, 3", "'sam', 2, NULL", "'uli', 2, 6", "'rita', 5, NULL", "'theo', 8, NULL");
        STORED.execute("INSERT INTO member_position VALUES ('g:readers-few', 'rita', 9, 9),"
                + " ('g:readers-few', 'sam', 9, 7), ('g:readers-few', 'uli', 6, 6), ('g:readers-few', 'theo', 8, 8)");
    }

    private static String token(String user) {
        return await().until(
                        () -> gate.login(user, user + "-pass")
                                .json()
                                .path("token")
                                .asString(""),
                        token -> !token.isEmpty());
    }

    /** @param times who, from which number, to which */
    private static void group(String name, String... times) throws Exception {
        STORED.execute("INSERT INTO chat_group (group_id, name, owner_id, join_policy, history, members, created_seq,"
                + " applied_seq, creation, created_at) VALUES ('readers-" + name
                + "', 'Readers', 'rita', 'OPEN', 'ALL', " + CROWD + ", 1, 9, 'c', UTC_TIMESTAMP(3))");
        for (String time : times) {
            STORED.execute("INSERT INTO group_membership VALUES ('readers-" + name + "', " + time + ", 'MEMBER', 1)");
        }
        STORED.write("g:readers-" + name, 9, List.of());
    }

    @AfterAll
    static void stop() {
        gate.close();
    }

    private static Answer reads(String group, String query) {
        return gate.get("/api/v1/groups/readers-" + group + "/reads" + query, rita);
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void namesEach_andCountsWhoWasThere() {
        assertThat(reads("few", "?seq=9").text())
                .isEqualTo("{\"seq\":9,\"members\":3,\"delivered\":2,\"read\":1,\"positions\":["
                        + "{\"userId\":\"rita\",\"deliveredSeq\":9,\"readSeq\":9},"
                        + "{\"userId\":\"sam\",\"deliveredSeq\":9,\"readSeq\":7},"
                        + "{\"userId\":\"theo\",\"deliveredSeq\":8,\"readSeq\":8}]}");
        assertThat(reads("few", "?seq=6").text())
                .as("not theo, who came later, nor uli, who has gone")
                .isEqualTo("{\"seq\":6,\"members\":2,\"delivered\":2,\"read\":2,\"positions\":["
                        + "{\"userId\":\"rita\",\"deliveredSeq\":9,\"readSeq\":9},"
                        + "{\"userId\":\"sam\",\"deliveredSeq\":9,\"readSeq\":7}]}");
        assertThat(reads("few", "?seq=2").json().path("members").asInt())
                .as("rita was there before, too")
                .isEqualTo(2);
        assertThat(reads("few", "").json().path("positions")).hasSize(3);
        assertThat(reads("few", "").json().has("read")).isFalse();
    }

    @Test
    void refusesWhoMayNotKnow_andWhatIsNoNumber() throws Exception {
        assertRefused(reads("few", "?seq=4"), 403, "NOT_A_MEMBER");
        assertRefused(reads("few", "?seq=10"), 400, "INVALID_ARGUMENT");
        assertRefused(reads("few", "?seq=0"), 400, "INVALID_ARGUMENT");
        assertRefused(reads("few", "?seq=last"), 400, "INVALID_ARGUMENT");
        assertRefused(reads("none", ""), 404, "NO_SUCH_GROUP");
        try (FakeWorker worker = FakeWorker.register(ZOOKEEPER, 7261, 0)) {
            assertRefused(gate.get("/api/v1/groups/readers-few/reads", token("stranger")), 403, "NOT_A_MEMBER");
            assertThat(worker.id()).isNotNegative();
        }
    }

    @Test
    void takesANumberThatTheDatabaseHasNotGot() throws Exception {
        group("fresh", "'rita', 1, NULL");
        ConversationId conversation = new ConversationId("g:readers-fresh");
        try (UnifiedJedis redis = RedisClients.open(SharedMiddleware.redisUri(), Duration.ofSeconds(2), 1)) {
            redis.hset(RedisGivenNumbers.counter(conversation), Map.of("seq", "12"));
            assertThat(reads("fresh", "?seq=12").json().path("delivered").asInt(-1))
                    .isZero();
            redis.del(RedisGivenNumbers.counter(conversation));
        }
    }

    @Test
    void onlyCounts_whereTheyAreMany() throws Exception {
        group("crowd", "'rita', 1, NULL");
        STORED.execute(
                "INSERT INTO group_membership SELECT 'readers-crowd', CONCAT('m', seq), IF(seq <= 100, 9, 2), NULL,"
                        + " 'MEMBER', 1 FROM seq_1_to_" + (CROWD - 1));
        STORED.execute("INSERT INTO member_position SELECT 'g:readers-crowd', CONCAT('m', seq), IF(seq % 2 = 0, 5, 4),"
                + " IF(seq % 4 = 0, 5, 0) FROM seq_1_to_" + (CROWD - 1));
        // of 4,099 the first hundred came later; of the others each second has received it, each fourth has read it
        assertThat(reads("crowd", "?seq=5").text())
                .isEqualTo("{\"seq\":5,\"members\":4000,\"delivered\":1999,\"read\":999}");
        assertThat(reads("crowd", "").text()).isEqualTo("{\"members\":" + CROWD + "}");
    }

    /** So a page costs what it has, wherever in the group it is. */
    @Test
    void readsPagesByKey() throws Exception {
        Method count = Stream.of(
                        Class.forName("io.yizhan.gate.group.ReadsMapper").getDeclaredMethods())
                .filter(method -> method.getName().equals("count"))
                .findAny()
                .orElseThrow();
        String page = "EXPLAIN "
                + String.join("", count.getAnnotation(Select.class).value())
                        .replace("#{group}", "'readers-few'")
                        .replace("#{conversation}", "'g:readers-few'")
                        .replace("#{after}", "'rita'")
                        .replaceAll("#\\{(seq|limit)}", "9");
        try (Connection connection =
                        DriverManager.getConnection(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password());
                ResultSet plan = connection.createStatement().executeQuery(page)) {
            while (plan.next()) {
                if (String.valueOf(plan.getString("table")).matches("p|r|w")) {
                    assertThat(plan.getString("key")).isIn("membership_present", "membership_user", "PRIMARY");
                    assertThat(plan.getString("Extra")).doesNotContain("filesort", "temporary");
                }
            }
        }
    }
}
