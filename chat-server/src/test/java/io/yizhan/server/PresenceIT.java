package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.PresenceSubscribe;
import chat.v2.Typing;
import chat.v2.UserPresence;
import io.yizhan.server.transport.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers over a backend in memory, with real connections of clients and between them. */
@Timeout(60)
class PresenceIT {
    private static final Duration TOLD = Duration.ofSeconds(2);

    private final MemoryBackend backend = new MemoryBackend();
    private MemoryWorker first;
    private MemoryWorker second;
    private RawClient alice;

    @BeforeEach
    void start() throws Exception {
        first = new MemoryWorker(backend);
        second = new MemoryWorker(backend);
        org.awaitility.Awaitility.await().until(() -> first.isLinkedTo(second) && second.isLinkedTo(first));
        alice = new RawClient(first.port).loggedIn("alice");
    }

    @AfterEach
    void stop() throws Exception {
        alice.close();
        first.close();
        second.close();
        backend.close();
    }

    private static String text(UserPresence user) {
        return user.getUserId() + " " + user.getPlatformsList();
    }

    private List<String> watches(String... users) throws IOException {
        alice.send(Frame.newBuilder()
                .setRequestId(9)
                .setPresenceSubscribe(PresenceSubscribe.newBuilder().addAllUserIds(List.of(users)))
                .build());
        return alice.answerTo(9).getPresenceEvent().getUsersList().stream()
                .map(PresenceIT::text)
                .toList();
    }

    private String hears() throws IOException {
        long asked = System.nanoTime();
        Frame frame = alice.receive();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(TOLD);
        assertThat(frame.getRequestId()).isZero();
        assertThat(frame.getPresenceEvent().getUsersCount()).isEqualTo(1);
        return text(frame.getPresenceEvent().getUsers(0));
    }

    @Test
    void seesWhoComesAndGoesElsewhere() throws Exception {
        assertThat(watches("bob", "alice")).containsExactly("bob []", "alice [CONSOLE]");
        try (RawClient bob = new RawClient(second.port).loggedIn("bob")) {
            assertThat(hears()).isEqualTo("bob [CONSOLE]");
        }
        assertThat(hears()).isEqualTo("bob []");
    }

    @Test
    void seesNothingOfAReconnectToAnotherWorker() throws Exception {
        RawClient bob = new RawClient(second.port).loggedIn("bob");
        assertThat(watches("bob")).containsExactly("bob [CONSOLE]");

        bob.close();
        bob = new RawClient(first.port).loggedIn("bob");
        try (RawClient carol = new RawClient(second.port).loggedIn("carol")) {
            assertThat(watches("bob", "carol")).containsExactly("bob [CONSOLE]", "carol [CONSOLE]");
        }

        assertThat(hears()).as("the first that changed").isEqualTo("carol []");
        bob.close();
    }

    @Test
    void holdsUpNoMessage_whenItsStoreStandsStill() throws Exception {
        try (RawClient bob = new RawClient(second.port).loggedIn("bob")) {
            assertThat(watches("bob")).containsExactly("bob [CONSOLE]");
            List<Duration> before = answerTimes(1);
            backend.board.stall();
            for (int i = 0; i < 20; i++) {
                alice.send(Frame.newBuilder()
                        .setPresenceSubscribe(PresenceSubscribe.newBuilder().addUserIds("u" + i))
                        .build());
                alice.send(Frame.newBuilder()
                        .setTyping(Typing.newBuilder().setConversationId("d:alice:bob"))
                        .build());
            }

            List<Duration> during = answerTimes(1_001);

            assertThat(median(during))
                    .as("median of sends, before: %s", median(before))
                    .isLessThan(median(before).plusMillis(50));
            assertThat(during).allSatisfy(time -> assertThat(time).isLessThan(Duration.ofSeconds(1)));
            alice.send(Frame.newBuilder()
                    .setRequestId(7)
                    .setPresenceSubscribe(PresenceSubscribe.newBuilder().addUserIds("carol"))
                    .build());
            Frame refusal = alice.answerTo(7);
            assertThat(refusal.getError().getCode()).isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    /** Of 200 messages to bob, one after the other. */
    private List<Duration> answerTimes(long firstId) throws IOException {
        List<Duration> times = new ArrayList<>();
        for (long id = firstId; id < firstId + 200; id++) {
            long asked = System.nanoTime();
            alice.send(RawClient.message(id + 10, "bob", id, "hello"));
            assertThat(alice.answerTo(id + 10).hasSendResponse()).isTrue();
            times.add(Duration.ofNanos(System.nanoTime() - asked));
        }
        return times;
    }

    private static Duration median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @Test
    void hearsWhoTypes_onceASecond_andNotWhatTheFrameSaysOfTheSender() throws Exception {
        try (RawClient bob = new RawClient(second.port).loggedIn("bob")) {
            for (int i = 0; i < 50; i++) {
                bob.send(Frame.newBuilder()
                        .setTyping(Typing.newBuilder()
                                .setConversationId("d:alice:bob")
                                .setUserId("carol"))
                        .build());
            }

            assertThat(alice.receive())
                    .isEqualTo(Frame.newBuilder()
                            .setTyping(Typing.newBuilder()
                                    .setConversationId("d:alice:bob")
                                    .setUserId("bob"))
                            .build());
            watches("bob");
        }
        assertThat(hears()).as("and nothing else in between").isEqualTo("bob []");
    }
}
