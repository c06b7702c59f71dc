package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Platform;
import chat.v2.PresenceSubscribe;
import chat.v2.Typing;
import chat.v2.UserPresence;
import io.yizhan.client.gate.OnlineCount;
import io.yizhan.client.gate.UserSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is there, over workers, ZooKeeper, Redis and the SDK, while devices and workers come, go and die. */
@Tag("long")
class WhoIsThereIT {
    private static final Duration TOLD = Duration.ofSeconds(2);
    private static final Duration GHOST = Duration.ofSeconds(15);

    @RegisterExtension
    static final TestCluster cluster = new TestCluster(2);

    private final List<OutsideClient> devices = new ArrayList<>();
    private int number;

    @AfterEach
    void leave() throws Exception {
        for (OutsideClient device : devices) {
            device.close();
        }
        devices.clear();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Worker otherThan(Person person) {
        return cluster.running().workers().stream()
                .filter(worker -> worker.process().isAlive() && worker.port() != person.port())
                .findFirst()
                .orElseThrow();
    }

    /** A device that does not come back by itself, at the worker of the test's choice. */
    private OutsideClient device(String user, Worker worker) throws Exception {
        String name = "bot-" + ++number;
        OutsideGate.Ticket ticket = new OutsideGate(cluster.gate()).ticket(user, name);
        OutsideClient device = new OutsideClient("127.0.0.1", worker.port());
        devices.add(device);
        assertThat(device.login(ticket.token(), user, name).hasLoginResponse()).isTrue();
        return device;
    }

    private static void watches(Person watcher, String user, Platform... expected) throws Exception {
        assertThat(get(watcher.client().presence(List.of(user))))
                .singleElement()
                .extracting(UserPresence::getPlatformsList)
                .isEqualTo(List.of(expected));
    }

    private static void isTold(Person watcher, String user, Duration within, Platform... expected) {
        long asked = System.nanoTime();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(within)
                .untilAsserted(() -> assertThat(watcher.present(user)).contains(List.of(expected)));
        System.out.printf(
                "  told of %s %s after %d ms%n",
                user,
                List.of(expected),
                Duration.ofNanos(System.nanoTime() - asked).toMillis());
    }

    @Test
    void isToldWithinTwoSeconds_acrossWorkers_whoComesAndGoes_onWhichDevices() throws Exception {
        Person alice = cluster.login("alice");
        Worker there = otherThan(alice);
        watches(alice, "bob");

        OutsideClient bot = device("bob", there);
        isTold(alice, "bob", TOLD, Platform.BOT);
        Person phone = cluster.login("bob", Platform.ANDROID);
        isTold(alice, "bob", TOLD, Platform.ANDROID, Platform.BOT);
        bot.close(); // a cut connection, without a word
        isTold(alice, "bob", TOLD, Platform.ANDROID);
        long left = System.currentTimeMillis();
        phone.close();
        isTold(alice, "bob", TOLD);

        assertThat(alice.presences())
                .last()
                .satisfies(user ->
                        assertThat(user.getLastSeenMs()).isBetween(left - 2_000, System.currentTimeMillis() + 1_000));
        assertThat(alice.presences()).as("changes only").hasSize(4);
    }

    @Test
    void takesFiveHundred_andNotOneMore_andKnowsStrangersAsOffline() throws Exception {
        Person alice = cluster.login("alice");
        OutsideClient bob = device("bob", otherThan(alice));
        List<String> strangers =
                IntStream.range(0, 499).mapToObj(i -> "stranger-" + i).toList();
        Frame.Builder full = Frame.newBuilder()
                .setPresenceSubscribe(
                        PresenceSubscribe.newBuilder().addAllUserIds(strangers).addUserIds("alice"));

        List<UserPresence> all = bob.ask(full).getPresenceEvent().getUsersList();

        assertThat(all).hasSize(500);
        assertThat(all.subList(0, 499)).allSatisfy(user -> {
            assertThat(user.getOnline()).isFalse();
            assertThat(user.getLastSeenMs()).isZero();
        });
        assertThat(all.get(499).getOnline()).isTrue();
        full.getPresenceSubscribeBuilder().addUserIds("carol");
        assertThat(bob.ask(full).getError().getCode()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        alice.close();
        Frame event = bob.nextUnasked();
        assertThat(event.getPresenceEvent().getUsers(0).getUserId())
                .as("the list stands")
                .isEqualTo("alice");
    }

    @Test
    void showsNoGhost_forLongerThanFifteenSeconds_whenAWorkerIsKilled() throws Exception {
        Person alice = cluster.login("alice");
        Worker victim = cluster.running().startWorker();
        device("bob", victim);
        watches(alice, "bob", Platform.BOT);

        victim.process().kill();

        isTold(alice, "bob", GHOST);
    }

    @Test
    void showsNoGhost_forLongerThanFifteenSeconds_whenAWorkerHangs() throws Exception {
        Person alice = cluster.login("alice");
        Worker victim = cluster.running().startWorker();
        device("bob", victim);
        watches(alice, "bob", Platform.BOT);

        TestCluster.signal(victim, "STOP");
        try {
            isTold(alice, "bob", GHOST);
        } finally {
            victim.process().kill();
        }
    }

    @Test
    void showsWhoFindsAnotherWorker_whereHeIs_andHimselfTheListAgain() throws Exception {
        Person bob = cluster.login("bob");
        Person carol = cluster.login("carol");
        Worker victim = cluster.workerOf(bob);
        Person alice = cluster.login("alice");
        watches(alice, "bob", Platform.CONSOLE);
        watches(bob, "carol", Platform.CONSOLE);

        victim.process().kill();
        carol.close();

        await().atMost(Person.LIMIT).until(bob::isOnline);
        isTold(bob, "carol", Person.LIMIT);
        await().atMost(Person.LIMIT).until(alice::isOnline);
        await().atMost(GHOST).untilAsserted(() -> watches(alice, "bob", Platform.CONSOLE));
        if (alice.present("bob").isPresent()) {
            isTold(alice, "bob", GHOST, Platform.CONSOLE);
        }
        cluster.running().startWorker();
    }

    @Test
    void relaysWhoTypes_acrossWorkers_onceASecond_andKeepsNothingOfIt() throws Exception {
        Person alice = cluster.login("alice");
        OutsideClient bob = device("bob", otherThan(alice));
        for (int i = 0; i < 30; i++) {
            get(alice.client().typing("bob"));
        }

        assertThat(bob.nextUnasked())
                .isEqualTo(Frame.newBuilder()
                        .setTyping(Typing.newBuilder()
                                .setConversationId("d:alice:bob")
                                .setUserId("alice"))
                        .build());

        bob.tell(Frame.newBuilder()
                .setTyping(Typing.newBuilder().setConversationId("d:alice:bob"))
                .build());
        await().atMost(TOLD).until(() -> alice.typing().equals(List.of("bob")));
        assertThat(bob.ask(Frame.newBuilder().setTyping(Typing.newBuilder().setConversationId("d:alice:carol")))
                        .getError()
                        .getCode())
                .isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(cluster.inRedis(redis -> redis.keys("*typing*").stream())).isEmpty();
        assertThat(get(alice.client().history("d:alice:bob", 0, 10)).messages()).isEmpty();
    }

    @Test
    void tellsAdmins_howManyThereAre_andWhere() throws Exception {
        Person root = cluster.login(TestCluster.ADMIN);
        Person alice = cluster.login("alice");

        await().atMost(Person.LIMIT).untilAsserted(() -> {
            OnlineCount count = get(root.client().online());
            assertThat(count.sessions()).isEqualTo(2);
        });
        UserSessions sessions = get(root.client().sessions("alice"));
        assertThat(sessions.online()).isTrue();
        assertThat(sessions.sessions()).singleElement().satisfies(session -> {
            assertThat(session.deviceId()).isEqualTo("alice-phone");
            assertThat(session.platform()).isEqualTo("CONSOLE");
            assertThat(session.nodeId())
                    .isEqualTo(alice.client().node().orElseThrow().id());
            assertThat(session.sinceMs())
                    .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 1_000);
        });
        alice.close();
        await().atMost(TOLD).until(() -> !get(root.client().sessions("alice")).online());
    }
}
