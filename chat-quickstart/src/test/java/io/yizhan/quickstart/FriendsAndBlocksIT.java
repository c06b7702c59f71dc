package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Platform;
import chat.v2.PresenceSubscribe;
import chat.v2.Typing;
import chat.v2.UserPresence;
import io.yizhan.client.gate.Friend;
import io.yizhan.client.gate.GateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What users say of each other at the gate, and what workers make of it at once. */
class FriendsAndBlocksIT {
    /** Within which a change counts everywhere. */
    private static final Duration EFFECTIVE = Duration.ofSeconds(2);

    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared("fanny", "frank", "frida");

    private final OutsideGate gate = new OutsideGate(cluster.gate());

    @Test
    void makesFriendsOfTwo_whoBothSayYes() throws Exception {
        Person fanny = cluster.login("fanny");
        Person frank = cluster.login("frank");

        assertThat(done(fanny.client().relations().befriend("frank"))).isEqualTo(new Friend("frank", "ASKED"));
        assertThat(done(fanny.client().relations().befriend("frank"))).isEqualTo(new Friend("frank", "ASKED"));
        assertThat(done(frank.client().relations().friends())).containsExactly(new Friend("fanny", "ASKS"));
        assertThat(done(frank.client().relations().befriend("fanny"))).isEqualTo(new Friend("fanny", "FRIEND"));
        assertThat(done(fanny.client().relations().friends())).containsExactly(new Friend("frank", "FRIEND"));

        done(fanny.client().relations().unfriend("frank"));
        assertThat(done(frank.client().relations().friends())).isEmpty();
        done(frank.client().relations().befriend("fanny"));
        done(fanny.client().relations().unfriend("frank"));
        assertThat(done(frank.client().relations().friends())).isEmpty();
    }

    @Test
    void storesNothingOfWhomTheRecipientHasBlocked_onAnyWorker() throws Exception {
        OutsideGate.Ticket at = gate.ticket("frank", "here");
        try (OutsideClient here = OutsideClient.loggedIn(at, "frank", "here");
                OutsideClient there = elsewhere("frank", at)) {
            long before = here.send("frida", "before").getSendResponse().getSeq();
            assertThat(before).isPositive();
            assertThat(call("PUT", "/api/v1/blocks/frank", "frida").status()).isEqualTo(204);

            await().atMost(EFFECTIVE)
                    .until(() -> code(here, "frida") == ErrorCode.BLOCKED && code(there, "frida") == ErrorCode.BLOCKED);
            assertThat(call("GET", "/api/v1/blocks", "frida").body().toString())
                    .isEqualTo("{\"blocks\":[{\"userId\":\"frank\"}],\"nextCursor\":\"\"}");
            assertThat(call("PUT", "/api/v1/friends/frida", "frank").code()).isEqualTo("BLOCKED");

            assertThat(call("DELETE", "/api/v1/blocks/frank", "frida").status()).isEqualTo(204);
            await().atMost(EFFECTIVE).until(() -> here.send("frida", "after").hasSendResponse());
        }
    }

    @Test
    void isNotSeenByWhomItHasBlocked() throws Exception {
        OutsideGate.Ticket at = gate.ticket("fanny", "watched");
        try (OutsideClient fanny = OutsideClient.loggedIn(at, "fanny", "watched");
                OutsideClient frida = elsewhere("frida", at)) {
            Frame seen = frida.ask(Frame.newBuilder()
                    .setPresenceSubscribe(PresenceSubscribe.newBuilder().addUserIds("fanny")));
            assertThat(seen.getPresenceEvent().getUsers(0).getOnline()).isTrue();

            call("PUT", "/api/v1/blocks/frida", "fanny");
            UserPresence hidden = nextPresence(frida);
            assertThat(hidden)
                    .isEqualTo(UserPresence.newBuilder().setUserId("fanny").build());
            frida.tell(typing("d:fanny:frida"));

            call("DELETE", "/api/v1/blocks/frida", "fanny");
            assertThat(nextPresence(frida).getOnline()).isTrue();
            await().atMost(EFFECTIVE).untilAsserted(() -> {
                frida.tell(typing("d:fanny:frida"));
                assertThat(fanny.nextUnasked().getTyping().getUserId()).isEqualTo("frida");
            });
        }
    }

    @Test
    void refusesWhatMakesNoSense() throws Exception {
        assertThat(call("PUT", "/api/v1/friends/fanny", "fanny").code()).isEqualTo("INVALID_ARGUMENT");
        assertThat(call("PUT", "/api/v1/friends/nobody-here", "fanny").code()).isEqualTo("NO_SUCH_USER");
        assertThat(call("PUT", "/api/v1/blocks/a%20b", "fanny").code()).isEqualTo("INVALID_ARGUMENT");
        assertThat(call("GET", "/api/v1/friends?limit=1001", "fanny").code()).isEqualTo("INVALID_ARGUMENT");
        assertThat(call("DELETE", "/api/v1/friends/frida", "fanny").status()).isEqualTo(204);
        assertThat(gate.call("GET", "/api/v1/friends", null, null).code()).isEqualTo("BAD_TOKEN");
        Person fanny = cluster.login("fanny", Platform.WEB);
        assertThat(fanny.client().relations().befriend("nobody-here"))
                .failsWithin(15, TimeUnit.SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        GateException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("NO_SUCH_USER"));
    }

    @Test
    void listsInPages() throws Exception {
        for (String user : List.of("page-1", "page-2", "page-3")) {
            cluster.register(user);
            call("PUT", "/api/v1/friends/" + user, "frida");
        }
        var first = call("GET", "/api/v1/friends?limit=2", "frida").body();
        assertThat(first.path("friends").size()).isEqualTo(2);
        assertThat(first.path("nextCursor").asString()).isEqualTo("page-2");
        assertThat(call("GET", "/api/v1/friends?limit=2&cursor=page-2", "frida")
                        .body()
                        .toString())
                .isEqualTo("{\"friends\":[{\"userId\":\"page-3\",\"state\":\"ASKED\"}],\"nextCursor\":\"\"}");
    }

    @Test
    void letsFriendsOnlyWrite_whileTheClusterIsToldSo() throws Exception {
        for (String user : List.of("strict-1", "strict-2")) {
            cluster.register(user);
        }
        OutsideGate.Ticket at = gate.ticket("strict-1", "d");
        try (OutsideClient here = OutsideClient.loggedIn(at, "strict-1", "d");
                OutsideClient there = elsewhere("strict-1", at)) {
            assertThat(strangers("PUT", "{\"mayWrite\":\"no\"}").code()).isEqualTo("INVALID_ARGUMENT");
            assertThat(strangers("PUT", "{\"mayWrite\":false}").status()).isEqualTo(200);
            await().atMost(EFFECTIVE)
                    .until(() -> code(here, "strict-2") == ErrorCode.BLOCKED
                            && code(there, "strict-2") == ErrorCode.BLOCKED);

            call("PUT", "/api/v1/friends/strict-1", "strict-2");
            call("PUT", "/api/v1/friends/strict-2", "strict-1");
            await().atMost(EFFECTIVE).until(() -> here.send("strict-2", "hello").hasSendResponse());

            assertThat(code(here, "fanny")).isEqualTo(ErrorCode.BLOCKED);
            assertThat(strangers("DELETE", null).status()).isEqualTo(204);
            await().atMost(EFFECTIVE)
                    .until(() -> here.send("fanny", "hello").hasSendResponse()
                            && there.send("fanny", "hello").hasSendResponse());
        }
    }

    private OutsideGate.Answer strangers(String method, String body) throws Exception {
        return gate.call(
                method,
                "/api/v1/admin/settings/strangers",
                gate.ticket(TestCluster.ADMIN, "http").token(),
                body);
    }

    private static Frame typing(String conversation) {
        return Frame.newBuilder()
                .setTyping(Typing.newBuilder().setConversationId(conversation))
                .build();
    }

    private static UserPresence nextPresence(OutsideClient client) throws InterruptedException {
        Frame frame = client.nextUnasked();
        while (!frame.hasPresenceEvent()) {
            frame = client.nextUnasked();
        }
        return frame.getPresenceEvent().getUsers(0);
    }

    private static ErrorCode code(OutsideClient sender, String recipient) throws Exception {
        return sender.send(recipient, "blocked?").getError().getCode();
    }

    private OutsideGate.Answer call(String method, String path, String user) throws Exception {
        return gate.call(method, path, gate.ticket(user, "http").token(), null);
    }

    private OutsideClient elsewhere(String user, OutsideGate.Ticket not) throws Exception {
        String device = user + "-there";
        // of another platform than the first, or its login would end that one's session
        String token = gate.call(
                        "POST",
                        "/api/v1/login",
                        null,
                        "{\"userId\":\"%s\",\"password\":\"%s-pass\",\"deviceId\":\"%s\",\"platform\":\"IOS\"}"
                                .formatted(user, user, device))
                .body()
                .path("token")
                .asString();
        OutsideGate.Ticket ticket = gate.otherNode(token, not.nodeId());
        OutsideClient client = new OutsideClient(ticket.host(), ticket.port());
        Frame answer = client.ask(Frame.newBuilder()
                .setLoginRequest(chat.v2.LoginRequest.newBuilder()
                        .setToken(ticket.token())
                        .setUserId(user)
                        .setDeviceId(device)
                        .setPlatform(Platform.IOS)));
        assertThat(answer.hasLoginResponse()).as("%s", answer).isTrue();
        return client;
    }

    private static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(15, TimeUnit.SECONDS);
    }
}
