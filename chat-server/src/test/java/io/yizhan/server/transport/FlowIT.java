package io.yizhan.server.transport;

import static io.yizhan.server.transport.RawClient.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.PullResponse;
import com.google.protobuf.ByteString;
import io.yizhan.server.delivery.RequestRefused;
import io.yizhan.server.delivery.SendOutcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How much a connection may leave open, on either side. */
class FlowIT extends ListenerFixture {
    @Test
    void stopsReading_whileTooMuchIsUnanswered() throws Exception {
        CompletableFuture<SendOutcome> slow = new CompletableFuture<>();
        fakes.send = command -> slow;
        RawClient client = connect().loggedIn("alice");
        for (int i = 1; i <= 400; i++) {
            client.send(message(i, "bob", i, "hi"));
        }
        await().until(() -> fakes.sent.size() >= 250);
        await().during(Duration.ofMillis(300)).until(() -> fakes.sent.size() <= 257);

        slow.complete(fakes.stored(fakes.sent.get(0)));

        Set<Long> answered = new HashSet<>();
        for (int i = 1; i <= 400; i++) {
            answered.add(client.receive().getRequestId());
        }
        assertThat(answered).hasSize(400);
    }

    @Test
    void stopsReading_fromAClientThatDoesNotRead() throws Exception {
        AtomicInteger pulls = new AtomicInteger();
        PullResponse large = PullResponse.newBuilder()
                .addMessages(Message.newBuilder()
                        .setContent(Content.newBuilder().setData(ByteString.copyFrom(new byte[900 << 10]))))
                .build();
        fakes.pull = request -> {
            pulls.incrementAndGet();
            return CompletableFuture.completedStage(large);
        };
        RawClient client = connect().loggedIn("alice");
        for (int i = 1; i <= 100; i++) {
            client.send(pull(i));
        }
        await().during(Duration.ofMillis(500)).until(() -> pulls.get() < 50);

        for (int i = 1; i <= 100; i++) {
            assertThat(client.receive().getRequestId()).isEqualTo(i);
        }
    }

    @Test
    void answersAllThatWasAskedAtOnce_thoughThePagesComeFasterThanTheClientReads() throws Exception {
        CompletableFuture<PullResponse> slow = new CompletableFuture<>();
        AtomicInteger pulls = new AtomicInteger();
        fakes.pull = request -> {
            pulls.incrementAndGet();
            return slow;
        };
        RawClient client = connect().loggedIn("alice");
        for (int i = 1; i <= 4; i++) {
            client.send(pull(i));
        }
        await().until(() -> pulls.get() == 4);

        slow.complete(PullResponse.newBuilder()
                .addMessages(Message.newBuilder()
                        .setContent(Content.newBuilder().setData(ByteString.copyFrom(new byte[900 << 10]))))
                .build());

        Set<Long> answered = new HashSet<>();
        for (int i = 1; i <= 4; i++) {
            answered.add(client.receive().getRequestId());
        }
        assertThat(answered).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }

    @Test
    void movesTheWindow_onlyForPositionsThatAreGood() throws Exception {
        RawClient client = connect().loggedIn("alice");
        fakes.receipt = positions ->
                CompletableFuture.failedStage(new RequestRefused(ErrorCode.INVALID_ARGUMENT, "beyond the head"));
        for (long seq = 1; seq <= 33; seq++) {
            session().push(textOf(seq));
        }
        for (long seq = 1; seq <= 32; seq++) {
            assertThat(client.receive().getPush().getMessages(0).getSeq()).isEqualTo(seq);
        }
        assertThat(client.receive().getHeadNotice().getHeads(0).getHeadSeq()).isEqualTo(33);

        client.send(ack(2, 1_000));
        client.expectError(2, ErrorCode.INVALID_ARGUMENT);
        client.send(ack(3, 33)); // numbers that the device was told of here need no check
        client.expectError(3, ErrorCode.INVALID_ARGUMENT);
        session().push(textOf(34));

        assertThat(client.receive().getPush().getMessages(0).getSeq()).isEqualTo(34);
    }
}
