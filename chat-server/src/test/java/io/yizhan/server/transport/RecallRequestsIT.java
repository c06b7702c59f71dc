package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.RecallRequest;
import io.yizhan.server.delivery.RequestRefused;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecallRequestsIT extends ListenerFixture {
    @Test
    void answers_whenTheRecallIsStored() throws IOException {
        CompletableFuture<RecallRequest> asked = new CompletableFuture<>();
        fakes.recall = request -> {
            asked.complete(request);
            return CompletableFuture.completedStage(null);
        };

        RawClient client = connect().loggedIn("alice");
        client.send(recall(7));

        Frame answer = client.receive();
        assertThat(answer.getRequestId()).isEqualTo(7);
        assertThat(answer.hasRecallResponse()).isTrue();
        assertThat(asked.join().getSeq()).isEqualTo(5);
    }

    @Test
    void saysWhy_whenARecallIsRefused() throws IOException {
        RawClient client = connect().loggedIn("alice");
        fakes.recall = request -> CompletableFuture.failedStage(new RequestRefused(ErrorCode.TOO_LATE, "Too late"));
        client.send(recall(8));
        client.expectError(8, ErrorCode.TOO_LATE);

        fakes.recall = request -> CompletableFuture.failedStage(new IllegalStateException("No connection"));
        client.send(recall(9));
        client.expectError(9, ErrorCode.UNAVAILABLE);
    }

    @Test
    void saysWhenToTryAgain_whenTheLogTakesNothingIn() throws IOException {
        RawClient client = connect().loggedIn("alice");
        fakes.recall = request ->
                CompletableFuture.failedStage(new RequestRefused(ErrorCode.OVERLOADED, "Too much waits", 5_000));

        client.send(recall(10));

        assertThat(client.expectError(10, ErrorCode.OVERLOADED).getRetryAfterMs())
                .isEqualTo(5_000);
    }

    private static Frame recall(long requestId) {
        return Frame.newBuilder()
                .setRequestId(requestId)
                .setRecallRequest(RecallRequest.newBuilder()
                        .setConversationId("d:alice:bob")
                        .setSeq(5))
                .build();
    }
}
