package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import chat.v2.Platform;
import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.gate.GroupCalls;
import io.yizhan.client.gate.GroupInfo;
import io.yizhan.client.gate.GroupMember;
import io.yizhan.client.gate.GroupPage;
import io.yizhan.client.gate.MemberPage;
import io.yizhan.embedded.EmbeddedMariaDb;
import io.yizhan.group.GroupRole;
import io.yizhan.protocol.GroupEvent;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Groups over the SDK, the gate, two workers, the log and the database. */
class GroupCallsIT {
    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared("gina", "glen", "greta");

    private final String club = "club-" + UUID.randomUUID().toString().substring(0, 8);
    private GroupCalls gina;
    private GroupCalls glen;
    private GroupCalls greta;

    @BeforeEach
    void logIn() throws Exception {
        gina = cluster.login("gina").client().groups();
        glen = cluster.login("glen").client().groups();
        greta = cluster.login("greta").client().groups();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static String code(CompletableFuture<?> future) throws Exception {
        try {
            return "done: " + get(future);
        } catch (ExecutionException e) {
            return ((GateException) e.getCause()).code();
        }
    }

    private GroupInfo create(String... members) throws Exception {
        return get(gina.create(Optional.of(club), "Book Club", List.of(members)));
    }

    private Map<String, String> members(GroupCalls by) throws Exception {
        Map<String, String> members = new TreeMap<>();
        String cursor = "";
        do {
            MemberPage page = get(by.members(club, cursor, 7));
            page.members().forEach(member -> members.put(member.userId(), member.role()));
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        return members;
    }

    /** What the group's conversation was told, in the order of its numbers. */
    private List<GroupEvent> told() throws Exception {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        List<GroupEvent> events = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                PreparedStatement query = connection.prepareStatement(
                        "SELECT body FROM message WHERE conversation_id = ? AND kind = 'message' ORDER BY seq")) {
            query.setString(1, "g:" + club);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    events.add(
                            GroupEvent.in(Message.parseFrom(rows.getBytes(1))).orElseThrow());
                }
            }
        }
        return events;
    }

    /** Fails where an event says what was so already. */
    private Map<String, String> replayed() throws Exception {
        Map<String, String> roles = new TreeMap<>();
        for (GroupEvent event : told()) {
            String user = event.user().value();
            if (event instanceof GroupEvent.Created) {
                assertThat(roles.put(user, "OWNER")).isNull();
            } else if (event instanceof GroupEvent.Joined) {
                assertThat(roles.put(user, "MEMBER"))
                        .as("joined twice: %s", user)
                        .isNull();
            } else if (event instanceof GroupEvent.RoleGiven given) {
                if (given.role() == GroupRole.OWNER) {
                    roles.replaceAll((other, role) -> role.equals("OWNER") ? "ADMIN" : role);
                }
                assertThat(roles.put(user, given.role().name()))
                        .isNotNull()
                        .isNotEqualTo(given.role().name());
            } else if (event instanceof GroupEvent.Left || event instanceof GroupEvent.Removed) {
                assertThat(roles.remove(user)).as("gone twice: %s", user).isNotNull();
            }
        }
        return roles;
    }

    @Test
    void livesFromItsCreation_untilTheLastOneIsOut() throws Exception {
        assertThat(create("glen")).isEqualTo(new GroupInfo(club, "Book Club", "gina", "OPEN", "SINCE_JOIN"));
        assertThat(get(glen.find(club)).name()).isEqualTo("Book Club");
        get(greta.add(club, "greta"));
        get(gina.role(club, "greta", GroupRole.ADMIN));
        assertThat(members(glen)).isEqualTo(Map.of("gina", "OWNER", "glen", "MEMBER", "greta", "ADMIN"));

        assertThat(get(greta.change(club, Map.of("name", "读书会", "joinPolicy", "INVITE"))))
                .isEqualTo(new GroupInfo(club, "读书会", "gina", "INVITE", "SINCE_JOIN"));
        get(greta.remove(club, "glen"));
        assertThat(code(glen.add(club, "glen"))).isEqualTo("FORBIDDEN");
        get(gina.remove(club, "gina"));
        assertThat(get(greta.find(club)).ownerId()).isEqualTo("greta");
        get(greta.add(club, "glen"));
        get(greta.remove(club, "greta"));
        assertThat(members(glen)).isEqualTo(Map.of("glen", "OWNER"));
        assertThat(replayed()).isEqualTo(members(glen));
        get(glen.remove(club, "glen"));

        assertThat(code(glen.find(club))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(glen.remove(club, "glen"))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(gina.create(Optional.of(club), "Again", List.of()))).isEqualTo("GROUP_EXISTS");
        assertThat(told()).hasSize(12);
    }

    @Test
    void refusesEachInItsWay() throws Exception {
        create("glen");
        assertThat(code(gina.create(Optional.of(club), "Twice", List.of()))).isEqualTo("GROUP_EXISTS");
        assertThat(code(greta.create(Optional.of(club), "Mine", List.of()))).isEqualTo("GROUP_EXISTS");
        assertThat(code(gina.create(Optional.empty(), "", List.of()))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(gina.create(Optional.empty(), "x", List.of(), Map.of("history", "NONE"))))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(code(gina.add(club, "nobody"))).isEqualTo("NO_SUCH_USER");
        assertThat(code(gina.find("unknown"))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(gina.add("unknown", "gina"))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(greta.find(club))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(greta.members(club, "", 10))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(greta.change(club, Map.of("name", "x")))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(greta.add(club, "glen"))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(greta.remove(club, "glen"))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(glen.remove(club, "gina"))).isEqualTo("FORBIDDEN");
        assertThat(code(glen.change(club, Map.of("name", "x")))).isEqualTo("FORBIDDEN");
        assertThat(code(glen.role(club, "glen", GroupRole.ADMIN))).isEqualTo("FORBIDDEN");
        assertThat(code(gina.role(club, "gina", GroupRole.MEMBER))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(gina.role(club, "glen", GroupRole.OWNER))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(gina.members(club, "", 1_001))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(gina.members(club, "a b".replace(" ", "%20"), 10))).isEqualTo("INVALID_ARGUMENT");
        assertThat(told()).hasSize(2);
    }

    @Test
    void isFull_atItsLimit_andPaged() throws Exception {
        create();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < SharedCluster.GROUP_MEMBERS - 1; i++) {
            many.add("many-" + i);
            cluster.register("many-" + i);
        }
        get(gina.addAll(club, many));

        assertThat(code(glen.add(club, "glen"))).isEqualTo("GROUP_FULL");
        assertThat(members(gina)).hasSize(SharedCluster.GROUP_MEMBERS).containsEntry("many-7", "MEMBER");
        assertThat(get(gina.members(club, "", 1_000)).members())
                .extracting(GroupMember::userId)
                .isSorted()
                .hasSize(SharedCluster.GROUP_MEMBERS);
        get(gina.addAll(club, many));
        assertThat(told()).hasSize(SharedCluster.GROUP_MEMBERS);
    }

    @Test
    void givesOverHttp_theHistoryThatWorkersGive() throws Exception {
        create();
        ChatClient owner = cluster.login("gina", Platform.WEB).client();
        ChatClient later = cluster.login("glen", Platform.WEB).client();
        Target group = Target.newBuilder().setGroupId(club).build();
        get(owner.send(group, text("before")));
        get(gina.add(club, "glen"));
        for (int i = 0; i < 5; i++) {
            get(owner.send(group, text("m" + i)));
        }
        get(gina.remove(club, "glen"));
        get(owner.send(group, text("behind his back")));
        get(owner.send("glen", "just us"));

        for (String conversation : List.of("g:" + club, "d:gina:glen")) {
            for (ChatClient client : List.of(owner, later)) {
                String user = client == owner ? "gina" : "glen";
                List<String> told = get(client.history(conversation, 0, 1_000)).messages().stream()
                        .map(message ->
                                message.getSeq() + " " + message.getContent().getText())
                        .toList();
                assertThat(overHttp(user, conversation))
                        .as("%s of %s", conversation, user)
                        .isEqualTo(told);
                assertThat(told).isNotEmpty();
            }
        }
        assertThat(overHttp("glen", "g:" + club)).hasSize(7);
    }

    private static Content text(String text) {
        return Content.newBuilder().setType(ContentType.TEXT).setText(text).build();
    }

    private static List<String> overHttp(String user, String conversation) throws Exception {
        OutsideGate gate = new OutsideGate(cluster.gate());
        JsonNode page = gate.call(
                        "GET",
                        "/api/v1/conversations/" + conversation + "/messages?limit=10000",
                        gate.ticket(user, user + "-reader").token(),
                        null)
                .body();
        assertThat(page.path("completeToSeq")).isEqualTo(page.path("headSeq"));
        List<String> messages = new ArrayList<>();
        page.path("messages")
                .forEach(message -> messages.add(message.path("seq").asString() + " "
                        + message.path("content").path("text").asString("")));
        return messages;
    }

    @Test
    void listsOnesGroups_inPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            get(greta.create(Optional.of(club + "-" + i), "Number " + i, List.of("glen")));
        }
        get(glen.remove(club + "-3", "glen"));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            GroupPage page = get(glen.mine(cursor, 2));
            page.groups().forEach(group -> listed.add(group.groupId()));
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());

        assertThat(listed)
                .isSorted()
                .filteredOn(group -> group.startsWith(club))
                .containsExactly(club + "-0", club + "-1", club + "-2", club + "-4");
    }

    @Test
    void staysOneGroup_whenManyChangeItAtOnce() throws Exception {
        create("greta");
        get(gina.role(club, "greta", GroupRole.ADMIN));
        List<CompletableFuture<Void>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            changes.add(glen.add(club, "glen"));
            changes.add(greta.remove(club, "glen"));
            changes.add(gina.add(club, "glen"));
            changes.add(gina.role(club, "greta", i % 2 == 0 ? GroupRole.MEMBER : GroupRole.ADMIN));
        }

        for (CompletableFuture<Void> change : changes) {
            assertThat(code(change)).isIn("done: null", "FORBIDDEN");
        }

        assertThat(replayed()).isEqualTo(members(gina));
    }
}
