package io.yizhan.server.transport;

import static io.yizhan.server.transport.RawClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.DeliveryAck;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Kicked;
import chat.v2.Position;
import chat.v2.ReadMark;
import chat.v2.SyncRequest;
import chat.v2.Typing;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.delivery.SendOutcome;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a session may ask, and how it is answered. */
class RequestsIT extends ListenerFixture {
    @Test
    void sendsInOrder_alsoWhenALookUpTakesLonger() throws Exception {
        CompletableFuture<Boolean> slow = new CompletableFuture<>();
        fakes.exists = user -> user.value().equals("bob") ? slow : CompletableFuture.completedStage(true);
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "first"));
        client.send(message(3, "carol", 2, "second"));
        client.send(ping(4));
        assertThat(client.receive().hasPong()).isTrue();
        assertThat(fakes.sent).isEmpty();

        slow.complete(true);

        assertThat(client.receive().getRequestId()).isEqualTo(2);
        assertThat(client.receive().getRequestId()).isEqualTo(3);
        assertThat(fakes.sent)
                .extracting(command ->
                        command.conversation().peerOf(command.sender()).value())
                .containsExactly("bob", "carol");
    }

    @Test
    void answersErrorsOnly_toRequestsWithoutAnId() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(message(0, "bob", 1, "hi"));
        client.send(message(0, "nobody", 2, "hi"));

        client.expectError(0, ErrorCode.NO_SUCH_USER);
        assertThat(fakes.sent).hasSize(1);
    }

    @Test
    void passesOn_whatTheSenderSays() throws IOException {
        fakes.send =
                command -> CompletableFuture.completedStage(new SendOutcome.Refused(ErrorCode.OVERLOADED, "full", 250));
        RawClient client = connect().loggedIn("alice");
        client.send(message(2, "bob", 1, "hi"));

        Frame answer = client.receive();

        assertThat(answer.getError().getCode()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(answer.getError().getRetryAfterMs()).isEqualTo(250);
    }

    @Test
    void survives_whatFailsBehindARequest() throws IOException {
        RawClient client = connect().loggedIn("alice");
        fakes.pull = request -> {
            throw new IllegalStateException("a bug");
        };
        client.send(pull(2));
        client.expectError(2, ErrorCode.INTERNAL);
        fakes.pull = request -> CompletableFuture.failedStage(new NullPointerException("a bug"));
        client.send(pull(3));
        client.expectError(3, ErrorCode.INTERNAL);
        fakes.pull = request -> CompletableFuture.failedStage(new IOException("MySQL is away"));
        client.send(pull(4));
        client.expectError(4, ErrorCode.UNAVAILABLE);
        fakes.pull = request -> CompletableFuture.failedStage(new RequestRefused(ErrorCode.NOT_A_MEMBER, "not yours"));
        client.send(pull(5));
        client.expectError(5, ErrorCode.NOT_A_MEMBER);
    }

    @Test
    void answersCatchingUp() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(pull(2));
        assertThat(client.receive().getPullResponse().getHeadSeq()).isEqualTo(9);

        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setSyncRequest(SyncRequest.getDefaultInstance())
                .build());

        assertThat(client.receive().getSyncResponse().getHeadsCount()).isEqualTo(1);
    }

    @Test
    void takesPositions_withoutAnAnswer() throws IOException {
        RawClient client = connect().loggedIn("alice");
        Position position =
                Position.newBuilder().setConversationId("d:a:b").setSeq(4).build();
        client.send(Frame.newBuilder()
                .setRequestId(2)
                .setDeliveryAck(DeliveryAck.newBuilder().addPositions(position))
                .build());
        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setReadMark(ReadMark.newBuilder().addPositions(position))
                .build());
        client.send(ping(4));

        assertThat(client.receive().hasPong()).isTrue();
        assertThat(fakes.delivered).containsExactly(position);
        assertThat(fakes.read).containsExactly(position);
    }

    @Test
    void refusesWhatItDoesNotKnow_andStaysOpen() throws IOException {
        RawClient client = connect().loggedIn("alice");
        client.send(Frame.newBuilder().setRequestId(2).build());
        client.expectError(2, ErrorCode.INVALID_ARGUMENT);
        client.send(Frame.newBuilder()
                .setRequestId(3)
                .setKicked(Kicked.getDefaultInstance())
                .build());
        client.expectError(3, ErrorCode.INVALID_ARGUMENT);
        client.send(Frame.newBuilder()
                .setRequestId(4)
                .setTyping(Typing.getDefaultInstance()) // names no conversation
                .build());
        client.expectError(4, ErrorCode.INVALID_ARGUMENT);
        client.header(0x86, 2, 5);
        client.bytes((byte) 0x08, (byte) 5, (byte) 0xaa, (byte) 6, (byte) 0); // request 5, field 101: from the future
        client.expectError(5, ErrorCode.INVALID_ARGUMENT);
    }
}
