package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.gate.GroupCalls;
import io.yizhan.client.gate.GroupMember;
import io.yizhan.client.gate.MemberPage;
import io.yizhan.embedded.EmbeddedMariaDb;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A group of a hundred thousand: every one of them joins by a message of his own, and nobody reads them all at once.
 */
@Tag("long")
class LargeGroupIT {
    private static final int MEMBERS = 100_000;
    private static final int AT_ONCE = 500;
    private static final long MOST_RESIDENT_KIB = 1_500_000;

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void register(List<String> users) throws Exception {
        EmbeddedMariaDb database = cluster.running().middleware().mariadb();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            for (int from = 0; from < users.size(); from += AT_ONCE) {
                statement.executeUpdate("INSERT INTO users (user_id, password_hash) VALUES "
                        + users.subList(from, Math.min(from + AT_ONCE, users.size())).stream()
                                .map(user -> "('" + user + "', 'none')")
                                .collect(Collectors.joining(", ")));
            }
        }
    }

    private static long residentKib(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void takesAHundredThousand_andIsPagedCompletely() throws Exception {
        List<String> users = IntStream.range(1, MEMBERS).mapToObj(i -> "m-" + i).toList();
        register(users);
        ChatClient client = cluster.login("alice").client();
        GroupCalls alice = client.groups();
        get(alice.create(Optional.of("everybody"), "Everybody", List.of()));

        for (int from = 0; from < users.size(); from += AT_ONCE) {
            get(alice.addAll("everybody", users.subList(from, Math.min(from + AT_ONCE, users.size()))));
        }

        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            MemberPage page = get(alice.members("everybody", cursor, 1_000));
            page.members().stream().map(GroupMember::userId).forEach(paged::add);
            cursor = page.nextCursor();
        } while (!cursor.isEmpty());
        Target everybody = Target.newBuilder().setGroupId("everybody").build();
        Content hello = Content.newBuilder()
                .setType(ContentType.TEXT)
                .setText("hello, all of you")
                .build();
        assertThat(get(client.send(everybody, hello)).seq())
                .as("after its creation and as many who joined")
                .isEqualTo(MEMBERS + 1);
        assertThat(paged).hasSize(MEMBERS).isSorted().doesNotHaveDuplicates().contains("alice", "m-1", "m-99999");
        for (Worker worker : cluster.running().workers()) {
            assertThat(residentKib(worker.process().pid())).isLessThan(MOST_RESIDENT_KIB);
        }
    }
}
