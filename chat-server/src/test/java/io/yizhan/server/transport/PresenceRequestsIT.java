package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.PresenceSubscribe;
import chat.v2.Typing;
import io.yizhan.identity.UserId;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.state.StateUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The frames of presence, with everything behind them set by the test. */
class PresenceRequestsIT extends ListenerFixture {
    private static Frame subscribe(long requestId, List<String> users) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setPresenceSubscribe(PresenceSubscribe.newBuilder().addAllUserIds(users))
                .build();
    }

    private static List<String> users(int count) {
        return IntStream.range(0, count).mapToObj(i -> "u" + i).toList();
    }

    private static Frame typing(long requestId, String conversation) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setTyping(Typing.newBuilder().setConversationId(conversation).setUserId("forged"))
                .build();
    }

    @Test
    void answersWithAllOfThem_underTheRequestsId() throws IOException {
        RawClient client = connect().loggedIn("alice");

        client.send(subscribe(7, users(500)));

        Frame answer = client.receive();
        assertThat(answer.getRequestId()).isEqualTo(7);
        assertThat(answer.getPresenceEvent().getUsersList())
                .extracting(user -> user.getUserId())
                .containsExactlyElementsOf(users(500));
    }

    @Test
    void tellsTheState_alsoToWhoAsksUnderNoId() throws IOException {
        RawClient client = connect().loggedIn("alice");

        client.send(subscribe(0, users(2)));

        Frame event = client.receive();
        assertThat(event.getRequestId()).isZero();
        assertThat(event.getPresenceEvent().getUsersCount()).isEqualTo(2);
    }

    @Test
    void namesEachOnce_andNobodyForAnEmptyList() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(subscribe(2, List.of("u1", "u2", "u1")));
        assertThat(client.receive().getPresenceEvent().getUsersCount()).isEqualTo(2);

        client.send(subscribe(3, List.of()));

        Frame answer = client.receive();
        assertThat(answer.getRequestId()).isEqualTo(3);
        assertThat(answer.hasPresenceEvent()).isTrue();
        assertThat(fakes.watched).containsExactly(List.of(new UserId("u1"), new UserId("u2")), List.of());
    }

    @Test
    void refusesTooMany_andWhatIsNoUserId() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(subscribe(2, users(501)));
        client.expectError(2, ErrorCode.INVALID_ARGUMENT);
        client.send(subscribe(3, List.of("bob", "no user")));
        client.expectError(3, ErrorCode.INVALID_ARGUMENT);

        assertThat(fakes.watched).isEmpty();
    }

    @Test
    void saysWhenItCannotBeKnown_orIsTooMuch() throws IOException {
        RawClient client = connect().loggedIn("alice");
        fakes.watch = users -> CompletableFuture.failedStage(new StateUnavailableException("away"));
        client.send(subscribe(2, users(1)));
        assertThat(client.expectError(2, ErrorCode.UNAVAILABLE).getRetryAfterMs())
                .isPositive();
        fakes.watch =
                users -> CompletableFuture.failedStage(new RequestRefused(ErrorCode.OVERLOADED, "too much", 2_000));
        client.send(subscribe(0, users(1)));
        assertThat(client.expectError(0, ErrorCode.OVERLOADED).getRetryAfterMs())
                .isEqualTo(2_000);
    }

    @Test
    void needsALogin_andEndsWithTheConnection() throws IOException {
        RawClient client = connect();
        client.send(subscribe(2, users(1)));
        client.expectError(2, ErrorCode.NOT_LOGGED_IN);
        client.loggedIn("alice");
        client.send(subscribe(3, users(1)));
        client.receive();

        client.close();

        await().until(() -> fakes.unwatched.equals(List.of(new UserId("alice"))));
    }

    @Test
    void takesTyping_andAnswersOnlyARefusal() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(typing(2, "d:alice:bob"));
        client.send(typing(3, "nonsense"));
        client.expectError(3, ErrorCode.INVALID_ARGUMENT);
        fakes.typing =
                conversation -> CompletableFuture.failedStage(new RequestRefused(ErrorCode.NOT_A_MEMBER, "not yours"));
        client.send(typing(4, "d:bob:carol"));
        client.expectError(4, ErrorCode.NOT_A_MEMBER);

        assertThat(fakes.typed).extracting(Object::toString).containsExactly("d:alice:bob", "d:bob:carol");
    }
}
