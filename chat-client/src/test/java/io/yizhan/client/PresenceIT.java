package io.yizhan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Platform;
import chat.v2.PresenceEvent;
import chat.v2.PresenceSubscribe;
import chat.v2.Typing;
import chat.v2.UserPresence;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.fake.FakeWorker;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is there, and who types, against servers that say what the test wants. */
class PresenceIT extends ClientFixture {
    private final ConcurrentMap<String, Platform> online = new ConcurrentHashMap<>();
    private final AtomicInteger refusals = new AtomicInteger();

    @BeforeEach
    void script() {
        for (int i = 0; i < 2; i++) {
            cluster.worker(i)
                    .script(frame -> frame.hasPresenceSubscribe() ? answer(frame.getPresenceSubscribe()) : null);
        }
    }

    private Frame answer(PresenceSubscribe request) {
        if (request.getUserIdsCount() > 500) {
            return FakeWorker.error(ErrorCode.INVALID_ARGUMENT, 0);
        }
        return refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? FakeWorker.error(ErrorCode.UNAVAILABLE, 100)
                : event(request.getUserIdsList());
    }

    private Frame event(List<String> users) {
        PresenceEvent.Builder event = PresenceEvent.newBuilder();
        for (String user : users) {
            UserPresence.Builder presence = UserPresence.newBuilder().setUserId(user);
            Platform platform = online.get(user);
            event.addUsers(
                    platform == null ? presence : presence.setOnline(true).addPlatforms(platform));
        }
        return Frame.newBuilder().setPresenceEvent(event).build();
    }

    private List<String> told() {
        return listener.presences.stream()
                .map(user -> user.getUserId() + (user.getOnline() ? " on" : " off"))
                .toList();
    }

    @Test
    void givesAllAtOnce_andThenTellsChanges() throws Exception {
        online.put("alice", Platform.WEB);
        ChatClient client = connected(config());

        assertThat(get(client.presence(List.of("alice", "carol"))))
                .extracting(UserPresence::getOnline)
                .containsExactly(true, false);
        online.put("carol", Platform.IOS);
        cluster.worker(0).tell(event(List.of("carol")));

        await().untilAsserted(() -> assertThat(told()).containsExactly("carol on"));
    }

    @Test
    void asksAgainAfterAReconnect_andTellsWhatChangedMeanwhile() throws Exception {
        online.put("alice", Platform.WEB);
        ChatClient client = connected(config());
        get(client.presence(List.of("alice", "carol", "dave")));

        online.remove("alice");
        online.put("carol", Platform.IOS);
        refusals.set(1);
        cluster.worker(0).dropConnections();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(told()).containsExactlyInAnyOrder("alice off", "carol on"));
        assertThat(listener.connected).hasSize(2);
    }

    @Test
    void asksForNobody_afterAnEmptyList() throws Exception {
        ChatClient client = connected(config());
        get(client.presence(List.of("alice")));
        get(client.presence(List.of()));

        cluster.worker(0).dropConnections();

        await().atMost(LIMIT).until(() -> listener.connected.size() == 2);
        get(client.conversations());
        assertThat(cluster.worker(0).received(Frame.BodyCase.PRESENCE_SUBSCRIBE).size()
                        + cluster.worker(1)
                                .received(Frame.BodyCase.PRESENCE_SUBSCRIBE)
                                .size())
                .isEqualTo(2);
    }

    @Test
    void keepsItsList_whenALongerOneIsRefused() throws Exception {
        ChatClient client = connected(config());
        get(client.presence(List.of("alice")));
        List<String> tooMany = java.util.stream.IntStream.rangeClosed(0, 500)
                .mapToObj(i -> "u" + i)
                .toList();

        assertThatThrownBy(() -> get(client.presence(tooMany)))
                .cause()
                .isInstanceOfSatisfying(
                        ChatException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
        online.put("alice", Platform.WEB);
        cluster.worker(0).tell(event(List.of("alice", "u1")));

        await().untilAsserted(() -> assertThat(told()).containsExactly("alice on"));
    }

    @Test
    void tellsThatSomebodyTypes_andHearsIt() throws Exception {
        ChatClient client = connected(config());

        get(client.typing("alice"));

        await().until(() -> cluster.worker(0).received(Frame.BodyCase.TYPING).size() == 1);
        assertThat(cluster.worker(0)
                        .received(Frame.BodyCase.TYPING)
                        .get(0)
                        .getTyping()
                        .getConversationId())
                .isEqualTo(CONVERSATION);
        cluster.worker(0)
                .tell(Frame.newBuilder()
                        .setTyping(Typing.newBuilder()
                                .setConversationId(CONVERSATION)
                                .setUserId("alice"))
                        .build());
        await().untilAsserted(() -> assertThat(listener.typing).containsExactly("alice in " + CONVERSATION));
    }
}
