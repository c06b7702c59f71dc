package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.Platform;
import chat.v2.Target;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.gate.GroupMember;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.group.GroupReads;
import io.yizhan.group.GroupReads.Reached;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code bin/chat-server --mode standalone}: one process, no middleware, the same SDK and the same promises while it
 * runs.
 */
class StandaloneIT {
    private static final Pattern GATE = Pattern.compile("Log in at (http://[0-9.:]+)");

    private static ChildJvm worker;
    private static URI gate;

    private final List<Person> people = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        Path home = Path.of("target", "clusters", "StandaloneIT").toAbsolutePath();
        Files.deleteIfExists(home.resolve("standalone.log")); // an earlier build's says another address
        worker = ChildJvm.start(
                "standalone",
                "io.yizhan.server.ChatServerMain",
                List.of("-Xmx192m", "-Dlogback.configurationFile=io/yizhan/server/logback.xml"),
                false,
                List.of(
                        "--mode=standalone",
                        "--client.port=0",
                        "--standalone.gate-port=0",
                        "--standalone.users=alice,bob,carol"),
                home);
        gate = await().atMost(Person.LIMIT).until(StandaloneIT::gateInLog, address -> address != null);
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @AfterEach
    void leave() {
        people.forEach(Person::close);
    }

    @Test
    void twoUsersChat_andWhoWasOfflineFindsWhatWaited() throws Exception {
        Person alice = login("alice", Platform.CONSOLE);
        Person bob = login("bob", Platform.CONSOLE);
        List<SendReceipt> seen = Person.allStored(alice.sendMany("bob", 1_000, "live"));
        bob.hasSeenExactly(alice, seen, "live");

        List<SendReceipt> waiting = Person.allStored(alice.sendMany("carol", 1_000, "waiting"));

        login("carol", Platform.CONSOLE).hasSeenExactly(alice, waiting, "waiting");
    }

    @Test
    void aSecondLoginOnAPlatformTakesOver() throws Exception {
        Person first = login("alice", Platform.ANDROID);

        Person second = new Person("alice", gate, Platform.ANDROID);
        people.add(second);
        second.connect();

        await().atMost(Person.LIMIT).until(() -> !first.isOnline());
        assertThat(second.isOnline()).isTrue();
    }

    @Test
    void membersOfAGroupChat_andWhoHasLeftItSeesNothingMore() throws Exception {
        Person alice = login("alice", Platform.DESKTOP);
        Person bob = login("bob", Platform.DESKTOP);
        get(alice.client().groups().create(Optional.of("club"), "Club", List.of("bob")));
        get(say(alice, "welcome"));
        long hello = get(say(bob, "hello")).seq();
        await().atMost(Person.LIMIT).until(() -> texts(bob.shown()).contains("welcome"));
        await().atMost(Person.LIMIT).until(() -> texts(alice.shown()).contains("hello"));

        get(alice.client().markRead("g:club", hello));
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(get(alice.client().groups().reads("club", hello)))
                        .isEqualTo(GroupReads.named(
                                OptionalLong.of(hello),
                                List.of(new Reached("alice", hello, hello), new Reached("bob", hello, hello)))));

        get(bob.client().groups().remove("club", "bob"));
        get(say(alice, "behind his back"));
        get(alice.client().send("bob", "just us"));

        await().atMost(Person.LIMIT).until(() -> texts(bob.shown()).contains("just us"));
        assertThat(texts(bob.shown())).doesNotContain("behind his back");
        assertThat(texts(get(bob.client().history("g:club", 0, 100)).messages()))
                .contains("welcome", "hello")
                .doesNotContain("behind his back");
        assertThat(say(bob, "still there?"))
                .failsWithin(Person.LIMIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_A_MEMBER));
        assertThat(get(alice.client().groups().members("club", "", 10)).members())
                .extracting(GroupMember::userId)
                .containsExactly("alice");
    }

    private static CompletableFuture<SendReceipt> say(Person by, String text) {
        return by.client()
                .send(
                        Target.newBuilder().setGroupId("club").build(),
                        Content.newBuilder()
                                .setType(ContentType.TEXT)
                                .setText(text)
                                .build());
    }

    private static List<String> texts(List<Message> messages) {
        return messages.stream().map(message -> message.getContent().getText()).toList();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void saysThatNothingIsDurable() throws Exception {
        assertThat(Files.readString(worker.log()))
                .contains("nothing is durable")
                .doesNotContain("ERROR");
    }

    private Person login(String user, Platform platform) throws Exception {
        Person person = new Person(user, gate, platform);
        people.add(person);
        person.connect();
        return person;
    }

    private static URI gateInLog() throws Exception {
        Matcher matcher = GATE.matcher(Files.readString(worker.log()));
        return matcher.find() ? URI.create(matcher.group(1)) : null;
    }
}
