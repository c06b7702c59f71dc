package io.yizhan.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Frame;
import chat.v2.PullResponse;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.config.NewcomerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that lacks what is not written, where pushes are repeated every tenth of a second. */
class WaitingClientIT extends ListenerFixture {
    private static final Duration RESEND_AFTER = Duration.ofMillis(100);
    /** What it was pushed would have been repeated by then, and the connection closed. */
    private static final Duration LONG = RESEND_AFTER.multipliedBy(15);

    private final CompletionStage<PullResponse> incomplete = CompletableFuture.completedStage(PullResponse.newBuilder()
            .setHeadSeq(9)
            .setCompleteToSeq(5)
            .setRetryAfterMs(300)
            .build());
    private RawClient client;
    private long requestId = 1;

    @BeforeEach
    void logIn() throws Exception {
        listen(new ClientConfig(
                "127.0.0.1",
                "127.0.0.1",
                0,
                1 << 20,
                4096,
                Duration.ofSeconds(5),
                new NewcomerConfig(50_000, 20_000),
                Duration.ofSeconds(30),
                32,
                RESEND_AFTER,
                100_000,
                Optional.empty()));
        client = connect().loggedIn("alice");
    }

    @Test
    void staysConnected_whilePullsAreIncomplete_andIsClosedLaterIfItDoesNotAcknowledge() throws Exception {
        fakes.pull = request -> incomplete;
        assertThat(answer(++requestId).hasPullResponse()).isTrue();
        session().push(textOf(7));
        assertThat(client.receive().hasPush()).isTrue();

        askOftenAndHearNothingElse();
        fakes.pull = request -> CompletableFuture.completedStage(
                PullResponse.newBuilder().setHeadSeq(9).setCompleteToSeq(9).build());
        answer(++requestId);

        for (int again = 1; again <= 3; again++) {
            assertThat(client.receive().getPush().getMessages(0).getSeq()).isEqualTo(7);
        }
        client.expectEnd();
    }

    @Test
    void staysConnected_whilePullsAreRefused() throws Exception {
        fakes.pull = request -> CompletableFuture.failedStage(new ArchiveUnavailableException("Away"));
        answer(++requestId);
        session().push(textOf(7));
        assertThat(client.receive().hasPush()).isTrue();

        askOftenAndHearNothingElse();
    }

    @Test
    void isClosed_whilePullsAreRefusedForGood() throws Exception {
        fakes.pull = request -> CompletableFuture.failedStage(new IllegalArgumentException("A bug"));
        answer(++requestId);
        session().push(textOf(7));

        for (int times = 1; times <= 4; times++) {
            assertThat(client.receive().getPush().getMessages(0).getSeq()).isEqualTo(7);
        }
        client.expectEnd();
    }

    private void askOftenAndHearNothingElse() {
        await().during(LONG)
                .atMost(LONG.multipliedBy(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> answer(++requestId).getRequestId() == requestId);
    }

    private Frame answer(long id) throws IOException {
        client.send(pull(id));
        return client.receive();
    }
}
