package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN_BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chat.v2.ContentType;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.RecallRequest;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.MessageStore.Range;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Recalls in a conversation of two, and what its rows then hold. */
abstract class RecallsFixture {
    final World world = new World();
    final Lanes lanes = world.lanes(2, 100, 100);
    final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    final StoredRecalls recalls = new StoredRecalls(world.ports(), lanes, World.RECALL_WINDOW, world.clock, timer);

    @BeforeEach
    void start() {
        lanes.start();
    }

    @AfterEach
    void close() {
        lanes.close();
        timer.shutdownNow();
    }

    CompletionStage<Void> recall(UserId by, long seq) {
        return recalls.recall(
                by,
                RecallRequest.newBuilder()
                        .setConversationId(ANN_BOB.value())
                        .setSeq(seq)
                        .build());
    }

    static void succeeds(CompletionStage<Void> recall) {
        recall.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    static ErrorCode refusal(CompletionStage<Void> recall) {
        Throwable failure = catchThrowable(() -> succeeds(recall));
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(RequestRefused.class);
        return ((RequestRefused) failure.getCause()).code();
    }

    List<Message> rows() {
        return world.store
                .read(new Range(ANN_BOB, 1, Long.MAX_VALUE, 1_000, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join()
                .messages();
    }

    List<ContentType> types() {
        return rows().stream().map(message -> message.getContent().getType()).toList();
    }

    static Stream<Message> pushed(World.Device device) {
        return device.written().stream()
                .filter(Frame::hasPush)
                .flatMap(frame -> frame.getPush().getMessagesList().stream());
    }
}
