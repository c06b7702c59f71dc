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
    static final TestCluster cluster = new TestCluster(2, "--groups.max-members=40");

    private final String club = "club-" + UUID.randomUUID().toString().substring(0, 8);
    private GroupCalls alice;
    private GroupCalls bob;
    private GroupCalls carol;

    @BeforeEach
    void logIn() throws Exception {
        alice = cluster.login("alice").client().groups();
        bob = cluster.login("bob").client().groups();
        carol = cluster.login("carol").client().groups();
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
        return get(alice.create(Optional.of(club), "Book Club", List.of(members)));
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
        assertThat(create("bob")).isEqualTo(new GroupInfo(club, "Book Club", "alice", "OPEN", "SINCE_JOIN"));
        assertThat(get(bob.find(club)).name()).isEqualTo("Book Club");
        get(carol.add(club, "carol"));
        get(alice.role(club, "carol", GroupRole.ADMIN));
        assertThat(members(bob)).isEqualTo(Map.of("alice", "OWNER", "bob", "MEMBER", "carol", "ADMIN"));

        assertThat(get(carol.change(club, Map.of("name", "读书会", "joinPolicy", "INVITE"))))
                .isEqualTo(new GroupInfo(club, "读书会", "alice", "INVITE", "SINCE_JOIN"));
        get(carol.remove(club, "bob"));
        assertThat(code(bob.add(club, "bob"))).isEqualTo("FORBIDDEN");
        get(alice.remove(club, "alice"));
        assertThat(get(carol.find(club)).ownerId()).isEqualTo("carol");
        get(carol.add(club, "bob"));
        get(carol.remove(club, "carol"));
        assertThat(members(bob)).isEqualTo(Map.of("bob", "OWNER"));
        assertThat(replayed()).isEqualTo(members(bob));
        get(bob.remove(club, "bob"));

        assertThat(code(bob.find(club))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(bob.remove(club, "bob"))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(alice.create(Optional.of(club), "Again", List.of()))).isEqualTo("GROUP_EXISTS");
        assertThat(told()).hasSize(12);
    }

    @Test
    void refusesEachInItsWay() throws Exception {
        create("bob");
        assertThat(code(alice.create(Optional.of(club), "Twice", List.of()))).isEqualTo("GROUP_EXISTS");
        assertThat(code(carol.create(Optional.of(club), "Mine", List.of()))).isEqualTo("GROUP_EXISTS");
        assertThat(code(alice.create(Optional.empty(), "", List.of()))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(alice.create(Optional.empty(), "x", List.of(), Map.of("history", "NONE"))))
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(code(alice.add(club, "nobody"))).isEqualTo("NO_SUCH_USER");
        assertThat(code(alice.find("unknown"))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(alice.add("unknown", "alice"))).isEqualTo("NO_SUCH_GROUP");
        assertThat(code(carol.find(club))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(carol.members(club, "", 10))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(carol.change(club, Map.of("name", "x")))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(carol.add(club, "bob"))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(carol.remove(club, "bob"))).isEqualTo("NOT_A_MEMBER");
        assertThat(code(bob.remove(club, "alice"))).isEqualTo("FORBIDDEN");
        assertThat(code(bob.change(club, Map.of("name", "x")))).isEqualTo("FORBIDDEN");
        assertThat(code(bob.role(club, "bob", GroupRole.ADMIN))).isEqualTo("FORBIDDEN");
        assertThat(code(alice.role(club, "alice", GroupRole.MEMBER))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(alice.role(club, "bob", GroupRole.OWNER))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(alice.members(club, "", 1_001))).isEqualTo("INVALID_ARGUMENT");
        assertThat(code(alice.members(club, "a b".replace(" ", "%20"), 10))).isEqualTo("INVALID_ARGUMENT");
        assertThat(told()).hasSize(2);
    }

    @Test
    void isFull_atItsLimit_andPaged() throws Exception {
        create();
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 39; i++) {
            many.add("many-" + i);
            cluster.register("many-" + i);
        }
        get(alice.addAll(club, many));

        assertThat(code(bob.add(club, "bob"))).isEqualTo("GROUP_FULL");
        assertThat(members(alice)).hasSize(40).containsEntry("many-7", "MEMBER");
        assertThat(get(alice.members(club, "", 1_000)).members())
                .extracting(GroupMember::userId)
                .isSorted()
                .hasSize(40);
        get(alice.addAll(club, many));
        assertThat(told()).hasSize(40);
    }

    @Test
    void givesOverHttp_theHistoryThatWorkersGive() throws Exception {
        create();
        ChatClient owner = cluster.login("alice", Platform.WEB).client();
        ChatClient later = cluster.login("bob", Platform.WEB).client();
        Target group = Target.newBuilder().setGroupId(club).build();
        get(owner.send(group, text("before")));
        get(alice.add(club, "bob"));
        for (int i = 0; i < 5; i++) {
            get(owner.send(group, text("m" + i)));
        }
        get(alice.remove(club, "bob"));
        get(owner.send(group, text("behind his back")));
        get(owner.send("bob", "just us"));

        for (String conversation : List.of("g:" + club, "d:alice:bob")) {
            for (ChatClient client : List.of(owner, later)) {
                String user = client == owner ? "alice" : "bob";
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
        assertThat(overHttp("bob", "g:" + club)).hasSize(7);
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
            get(carol.create(Optional.of(club + "-" + i), "Number " + i, List.of("bob")));
        }
        get(bob.remove(club + "-3", "bob"));

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            GroupPage page = get(bob.mine(cursor, 2));
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
        create("carol");
        get(alice.role(club, "carol", GroupRole.ADMIN));
        List<CompletableFuture<Void>> changes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            changes.add(bob.add(club, "bob"));
            changes.add(carol.remove(club, "bob"));
            changes.add(alice.add(club, "bob"));
            changes.add(alice.role(club, "carol", i % 2 == 0 ? GroupRole.MEMBER : GroupRole.ADMIN));
        }

        for (CompletableFuture<Void> change : changes) {
            assertThat(code(change)).isIn("done: null", "FORBIDDEN");
        }

        assertThat(replayed()).isEqualTo(members(alice));
    }
}
