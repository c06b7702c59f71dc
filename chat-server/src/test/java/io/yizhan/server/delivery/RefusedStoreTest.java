package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.refused;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chat.v2.ErrorCode;
import chat.v2.RecallRequest;
import chat.v2.SendResponse;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.LogRefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What senders are told when the log turns their messages away. */
class RefusedStoreTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 100, 100);

    @AfterEach
    void close() {
        lanes.close();
    }

    private static CompletionStage<Void> busy() {
        return CompletableFuture.failedStage(new LogRefusedException("busy"));
    }

    @Test
    void isOverloaded_whenTheLogWasBusyAtEachTry_andKeepsItsNumberForTheResend() {
        world.log.does(batch -> busy());
        lanes.start();

        SendOutcome.Refused answer = refused(lanes.send(toBob(1, "a")));

        assertThat(answer.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(answer.retryAfterMs()).isPositive();
        assertThat(world.log.batches()).hasSizeGreaterThan(2);
        world.log.does(world::persist);
        SendResponse response = stored(lanes.send(toBob(1, "a")));
        assertThat(response.getSeq()).isEqualTo(1);
        assertThat(world.log.records()).allMatch(record -> seq(record) == 1);
    }

    private static long seq(LogRecord record) {
        return ((LogRecord.Stored) record).message().getSeq();
    }

    @Test
    void promisesNothing_whenOneTryMayHaveBeenStored() {
        AtomicInteger tries = new AtomicInteger();
        world.log.does(batch -> tries.incrementAndGet() == 2
                ? CompletableFuture.failedStage(new ArchiveUnavailableException("perhaps"))
                : busy());
        lanes.start();

        SendOutcome.Refused answer = refused(lanes.send(toBob(1, "a")));

        assertThat(answer.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(answer.retryAfterMs()).isPositive();
    }

    @Test
    void promisesNothing_whenAnEarlierSendOfItMayBeStored() {
        world.log.fails();
        lanes.start();
        refused(lanes.send(toBob(1, "a")));
        world.log.does(batch -> busy());

        assertThat(refused(lanes.send(toBob(1, "a"))).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    }

    @Test
    void takesNothingIn_whileTheLogMayDeleteWhatWaits() {
        AtomicBoolean tooLate = new AtomicBoolean(true);
        GuardedSender guarded = new GuardedSender(lanes, tooLate::get);
        lanes.start();

        SendOutcome.Refused answer = refused(guarded.send(toBob(1, "a")));

        assertThat(answer.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(answer.retryAfterMs()).isEqualTo(5_000);
        assertThat(world.log.batches()).isEmpty();
        tooLate.set(false);
        assertThat(stored(guarded.send(toBob(1, "a"))).getSeq()).isEqualTo(1);
    }

    @Test
    void takesNoRecallIn_whileTheLogMayDeleteWhatWaits() {
        AtomicBoolean tooLate = new AtomicBoolean();
        GuardedSender guarded = new GuardedSender(lanes, tooLate::get);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Recalls recalls = new StoredRecalls(world.ports(), guarded, World.RECALL_WINDOW, world.clock, timer);
        lanes.start();
        stored(guarded.send(toBob(1, "a")));
        tooLate.set(true);

        Throwable failure = catchThrowable(() ->
                recalls.recall(World.ANN, recallOf(1)).toCompletableFuture().join());
        timer.shutdownNow();

        assertThat(failure).cause().isInstanceOfSatisfying(RequestRefused.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refusal.retryAfterMs()).isEqualTo(5_000);
        });
        assertThat(world.log.records()).hasSize(1);
    }

    private static RecallRequest recallOf(long seq) {
        return RecallRequest.newBuilder()
                .setConversationId(World.ANN_BOB.value())
                .setSeq(seq)
                .build();
    }
}
