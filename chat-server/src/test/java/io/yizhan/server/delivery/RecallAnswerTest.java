package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.PullRequest;
import chat.v2.RecallRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the answer to a recall promises, while the database is behind the log. */
class RecallAnswerTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 100, 100);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final StoredRecalls recalls =
            new StoredRecalls(world.ports(), lanes, World.RECALL_WINDOW, world.clock, timer);

    @BeforeEach
    void sendsOne() {
        lanes.start();
        stored(lanes.send(toBob(1, "hello")));
        // from now on what is stored in the log does not come to the database by itself
        world.log.does(batch -> CompletableFuture.completedStage(null));
    }

    @AfterEach
    void close() {
        lanes.close();
        timer.shutdownNow();
    }

    private CompletableFuture<Void> recall() {
        CompletionStage<Void> recall = recalls.recall(
                ANN,
                RecallRequest.newBuilder()
                        .setConversationId(ANN_BOB.value())
                        .setSeq(1)
                        .build());
        await().until(() -> world.log.records().size() >= 2);
        return recall.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS);
    }

    private ContentType pulledByBob() {
        return world.catchUp()
                .pull(
                        BOB,
                        PullRequest.newBuilder()
                                .setConversationId(ANN_BOB.value())
                                .setToSeq(1)
                                .build())
                .toCompletableFuture()
                .join()
                .getMessages(0)
                .getContent()
                .getType();
    }

    @Test
    void comesOnlyWhenNobodyIsGivenTheTextAnyMore() {
        CompletableFuture<Void> recall = recall();
        CompletableFuture<ContentType> pulledAfterwards = recall.thenApply(done -> pulledByBob());
        assertThat(pulledByBob()).isEqualTo(ContentType.TEXT);

        world.store.write(world.log.records());

        assertThat(pulledAfterwards.join()).isEqualTo(ContentType.RECALLED);
    }

    @Test
    void promisesNothing_whenTheDatabaseStaysBehind_andRecallsAllTheSame() {
        CompletableFuture<Void> recall = recall();
        world.clock.go(9_001);

        Throwable failure = catchThrowable(recall::join);

        assertThat(failure).cause().isInstanceOfSatisfying(RequestRefused.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refusal.retryAfterMs()).isPositive();
        });
        world.store.write(world.log.records());
        recall().join();
        assertThat(pulledByBob()).isEqualTo(ContentType.RECALLED);
    }
}
