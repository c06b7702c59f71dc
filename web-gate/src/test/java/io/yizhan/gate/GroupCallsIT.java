package io.yizhan.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.yizhan.access.CallDesk;
import io.yizhan.access.RedisClients;
import io.yizhan.discovery.NodeState;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.gate.TestGate.Answer;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCalls;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupProfile;
import io.yizhan.group.GroupRefusal;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of the calls about groups at the gate: over HTTP to workers' desks, on real Redis and database. */
class GroupCallsIT {
    private static final EmbeddedMariaDb DATABASE = SharedMiddleware.mariaDb();
    private static final StoredMessages STORED = new StoredMessages(DATABASE);
    private static final String ZOOKEEPER = SharedMiddleware.zooKeeper().connectString();
    private static final UserId ANN = new UserId("ann");
    private static final GroupId CLUB = new GroupId("club");
    private static TestGate gate;
    private static String ann;

    private final FakeWorkers workers = new FakeWorkers(ZOOKEEPER);
    private final List<CallDesk> desks = new ArrayList<>();
    private final List<GroupCommand> taken = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        gate = TestGate.start(ZOOKEEPER, SharedMiddleware.redisUri(), DATABASE);
        gate.register("ann");
        try (FakeWorker worker = FakeWorker.register(ZOOKEEPER, 7201, 0)) {
            ann = await().until(
                            () -> gate.login("ann", "ann-pass")
                                    .json()
                                    .path("token")
                                    .asString(""),
                            token -> !token.isEmpty());
            assertThat(worker.id()).isNotNegative();
        }
        STORED.execute("DELETE FROM group_membership WHERE user_id = 'ann'");
        STORED.execute("DELETE FROM chat_group WHERE owner_id = 'ann'");
    }

    @AfterAll
    static void stop() {
        gate.close();
    }

    @AfterEach
    void close() throws Exception {
        workers.close();
        for (CallDesk desk : desks) {
            desk.close();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gate.login("ann", "ann-pass").code().equals("NO_WORKER"));
    }

    /** Without a desk: it takes no calls. */
    private FakeWorker worker(int port) throws Exception {
        FakeWorker worker = workers.register(port, 0);
        await().until(() -> gate.login("ann", "ann-pass").status() == 200);
        return worker;
    }

    private void desk(FakeWorker worker, Function<GroupCommand, GroupAnswer> answers) throws Exception {
        CallDesk desk = new CallDesk(
                RedisClients.open(SharedMiddleware.redisUri(), Duration.ofSeconds(2), CallDesk.CONNECTIONS),
                Map.of(GroupCalls.NAME, body -> {
                    GroupCommand command = GroupCalls.decode(body);
                    taken.add(command);
                    return CompletableFuture.completedStage(GroupCalls.encode(answers.apply(command)));
                }));
        desk.listen(new Incarnation(new NodeId(worker.id()), worker.epoch()));
        desks.add(desk);
    }

    private static GroupAnswer done(GroupCommand command) {
        return new GroupAnswer.Done(
                new GroupProfile(command.group(), "Club", ANN, JoinPolicy.INVITE, GroupHistory.ALL));
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void handsEachCallToAWorker_asACommandOfWhoMakesIt() throws Exception {
        desk(worker(7202), GroupCallsIT::done);

        Answer created = gate.post(
                "/api/v1/groups", Map.of("groupId", "club", "name", "Club", "memberIds", List.of("bob")), ann);
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text())
                .isEqualTo("{\"groupId\":\"club\",\"name\":\"Club\",\"ownerId\":\"ann\",\"joinPolicy\":\"INVITE\","
                        + "\"history\":\"ALL\"}");
        assertThat(gate.post("/api/v1/groups", Map.of("name", "Any"), ann)
                        .json()
                        .path("groupId")
                        .asString(""))
                .matches("[0-9a-f]{20}");
        assertThat(gate.send("PATCH", "/api/v1/groups/club", "application/json", "{\"history\":\"ALL\"}", ann)
                        .status())
                .isEqualTo(200);
        String members = "/api/v1/groups/club/members";
        assertThat(gate.send("PUT", members + "/bob", "", "", ann).status()).isEqualTo(204);
        assertThat(gate.send("PUT", members + "/bob", "application/json", "{\"role\":\"ADMIN\"}", ann)
                        .status())
                .isEqualTo(204);
        assertThat(gate.post(members, Map.of("userIds", List.of("bob", "carol")), ann)
                        .status())
                .isEqualTo(204);
        assertThat(gate.send("DELETE", members + "/ann", "", "", ann).status()).isEqualTo(204);

        UserId bob = new UserId("bob");
        taken.remove(1);
        assertThat(taken)
                .containsExactly(
                        new GroupCommand.Create(
                                ANN, CLUB, "Club", Set.of(bob), JoinPolicy.OPEN, GroupHistory.SINCE_JOIN),
                        new GroupCommand.Change(
                                ANN, CLUB, Optional.empty(), Optional.empty(), Optional.of(GroupHistory.ALL)),
                        new GroupCommand.Put(ANN, CLUB, bob, Optional.empty()),
                        new GroupCommand.Put(ANN, CLUB, bob, Optional.of(GroupRole.ADMIN)),
                        new GroupCommand.Add(ANN, CLUB, Set.of(bob, new UserId("carol"))),
                        new GroupCommand.Remove(ANN, CLUB, ANN));
    }

    @Test
    void tellsEachRefusal_withItsStatus() throws Exception {
        List<GroupRefusal> next = new CopyOnWriteArrayList<>(GroupRefusal.values());
        desk(worker(7203), command -> new GroupAnswer.Refused(next.remove(0), "So it is"));

        for (int status : List.of(400, 403, 403, 404, 404, 409, 409, 503, 503)) {
            String expected = next.get(0).name();
            assertRefused(gate.send("PUT", "/api/v1/groups/club/members/bob", "", "", ann), status, expected);
        }
        assertThat(next).isEmpty();
    }

    @Test
    void refusesByItself_whatNoCommandCanSay() throws Exception {
        desk(worker(7204), GroupCallsIT::done);
        List<String> many = IntStream.range(0, 501).mapToObj(i -> "u" + i).toList();

        assertRefused(gate.post("/api/v1/groups", Map.of("groupId", "a b", "name", "x"), ann), 400, "INVALID_ARGUMENT");
        assertRefused(gate.post("/api/v1/groups", Map.of(), ann), 400, "INVALID_ARGUMENT");
        assertRefused(gate.post("/api/v1/groups", Map.of("name", "x".repeat(65)), ann), 400, "INVALID_ARGUMENT");
        assertRefused(
                gate.post("/api/v1/groups", Map.of("name", "x", "joinPolicy", "open"), ann), 400, "INVALID_ARGUMENT");
        assertRefused(
                gate.post("/api/v1/groups", Map.of("name", "x", "memberIds", many), ann), 400, "INVALID_ARGUMENT");
        assertRefused(gate.post("/api/v1/groups/club/members", Map.of("userIds", many), ann), 400, "INVALID_ARGUMENT");
        assertRefused(gate.post("/api/v1/groups/club/members", Map.of(), ann), 400, "INVALID_ARGUMENT");
        assertRefused(
                gate.send("PUT", "/api/v1/groups/club/members/bob", "application/json", "{\"role\":\"OWNER\"}", ann),
                400,
                "INVALID_ARGUMENT");
        assertRefused(gate.get("/api/v1/groups?limit=0", ann), 400, "INVALID_ARGUMENT");
        assertRefused(gate.get("/api/v1/groups?limit=many", ann), 400, "INVALID_ARGUMENT");
        assertRefused(gate.send("POST", "/api/v1/groups/club", "", "", ann), 405, "METHOD_NOT_ALLOWED");
        assertRefused(gate.get("/api/v1/groups", ""), 401, "BAD_TOKEN");
        assertThat(taken).isEmpty();
    }

    @Test
    void asksTheNextWorker_whenOneTakesNoCalls_andNobodyTwice() throws Exception {
        FakeWorker silent = worker(7205);
        desk(worker(7206), GroupCallsIT::done);

        for (int i = 0; i < 6; i++) {
            Answer answer = gate.send("PUT", "/api/v1/groups/club-" + i + "/members/bob", "", "", ann);
            assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        }

        assertThat(taken).hasSize(6);
        CallDesk late = new CallDesk(
                RedisClients.open(SharedMiddleware.redisUri(), Duration.ofSeconds(2), CallDesk.CONNECTIONS),
                Map.of(GroupCalls.NAME, body -> {
                    taken.add(GroupCalls.decode(body));
                    return CompletableFuture.completedStage(new byte[0]);
                }));
        desks.add(late);
        late.listen(new Incarnation(new NodeId(silent.id()), silent.epoch()));
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .untilAsserted(
                        () -> assertThat(taken).as("given up, so never made").hasSize(6));
    }

    @Test
    void saysSo_whenNobodyTakesIt_orNobodyIsThere() throws Exception {
        assertRefused(gate.send("PUT", "/api/v1/groups/club/members/bob", "", "", ann), 503, "NO_WORKER");
        FakeWorker worker = worker(7207);
        assertRefused(gate.send("PUT", "/api/v1/groups/club/members/bob", "", "", ann), 503, "UNAVAILABLE");
        worker.report(0, NodeState.DRAINING);
        await().untilAsserted(() ->
                assertRefused(gate.send("PUT", "/api/v1/groups/club/members/bob", "", "", ann), 503, "NO_WORKER"));
    }

    @Test
    void readsFromTheDatabase_forMembersOnly_inPages() throws Exception {
        for (int i = 0; i < 3; i++) {
            STORED.execute(
                    "INSERT INTO chat_group (group_id, name, owner_id, join_policy, history, members, created_seq,"
                            + " applied_seq, creation, created_at) VALUES ('read-" + i + "', '群 " + i
                            + "', 'ann', 'OPEN', 'ALL', 2, 1, 2, 'c', UTC_TIMESTAMP(3))");
            STORED.execute("INSERT INTO group_membership VALUES ('read-" + i + "', 'ann', 1, NULL, 'OWNER', 1), ('read-"
                    + i + "', 'bob', 2, NULL, 'MEMBER', 1), ('read-" + i + "', 'gone', 3, 4, 'MEMBER', 1)");
        }
        STORED.execute("UPDATE group_membership SET leave_seq = 9 WHERE group_id = 'read-1' AND user_id = 'ann'");
        STORED.execute("UPDATE chat_group SET ended_seq = 9 WHERE group_id = 'read-2'");

        assertThat(gate.get("/api/v1/groups/read-0", ann).text())
                .isEqualTo("{\"groupId\":\"read-0\",\"name\":\"群 0\",\"ownerId\":\"ann\",\"joinPolicy\":\"OPEN\","
                        + "\"history\":\"ALL\"}");
        assertThat(gate.get("/api/v1/groups/read-0/members?limit=1", ann).text())
                .isEqualTo("{\"members\":[{\"userId\":\"ann\",\"role\":\"OWNER\"}],\"nextCursor\":\"ann\"}");
        assertThat(gate.get("/api/v1/groups/read-0/members?limit=1&cursor=ann", ann)
                        .text())
                .isEqualTo("{\"members\":[{\"userId\":\"bob\",\"role\":\"MEMBER\"}],\"nextCursor\":\"\"}");
        assertRefused(gate.get("/api/v1/groups/read-1/members", ann), 403, "NOT_A_MEMBER");
        assertRefused(gate.get("/api/v1/groups/read-2", ann), 404, "NO_SUCH_GROUP");
        assertRefused(gate.get("/api/v1/groups/unknown", ann), 404, "NO_SUCH_GROUP");
        assertThat(gate.get("/api/v1/groups?limit=1", ann)
                        .json()
                        .path("nextCursor")
                        .asString(""))
                .isEqualTo("read-0");
        assertThat(gate.get("/api/v1/groups?cursor=read-0", ann).json().path("groups"))
                .extracting(group -> group.path("groupId").asString(""))
                .doesNotContain("read-0", "read-1");
    }
}
