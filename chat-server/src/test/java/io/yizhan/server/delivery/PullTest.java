package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PullTest {
    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 2_000, 500);
    private final StoredCatchUp catchUp = world.catchUp();

    @AfterEach
    void close() {
        lanes.close();
    }

    private void sendMany(int count, String text) {
        lanes.start();
        LongStream.rangeClosed(1, count)
                .mapToObj(id -> lanes.send(toBob(id, text)))
                .toList()
                .forEach(World::stored);
    }

    private static PullRequest.Builder pull() {
        return PullRequest.newBuilder().setConversationId(ANN_BOB.value());
    }

    private PullResponse answer(PullRequest.Builder request) {
        return catchUp.pull(BOB, request.build()).toCompletableFuture().join();
    }

    private ErrorCode refusal(UserId user, PullRequest.Builder request) {
        Throwable failure = catchThrowable(
                () -> catchUp.pull(user, request.build()).toCompletableFuture().join());
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(RequestRefused.class);
        return ((RequestRefused) failure.getCause()).code();
    }

    private static List<Long> seqs(PullResponse page) {
        return page.getMessagesList().stream().map(Message::getSeq).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void givesAnEmptyPage_ofAConversationWithoutMessages() {
        PullRequest.Builder withNobody = PullRequest.newBuilder().setConversationId("d:bob:nobody");
        assertThat(answer(withNobody)).isEqualTo(PullResponse.getDefaultInstance());
        assertThat(answer(withNobody.setFromSeq(5).setBackwards(true))).isEqualTo(PullResponse.getDefaultInstance());
    }

    @Test
    void refusesWhatTheProtocolRefuses() {
        assertThat(refusal(BOB, pull().setFromSeq(5).setToSeq(4))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(BOB, pull().setLimit(1_001))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(BOB, pull().setLimit(-1))).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(BOB, PullRequest.newBuilder())).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(BOB, PullRequest.newBuilder().setConversationId("d:bob:ann")))
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(refusal(new UserId("eve"), pull())).isEqualTo(ErrorCode.NOT_A_MEMBER);
        assertThat(refusal(BOB, PullRequest.newBuilder().setConversationId("g:team")))
                .isEqualTo(ErrorCode.NO_SUCH_GROUP);
    }

    @Test
    void givesAHundred_unlessAskedForMore() {
        sendMany(1_050, "text");
        PullResponse first = answer(pull());
        assertThat(seqs(first)).isEqualTo(range(1, 100));
        assertThat(first.getCompleteToSeq()).isEqualTo(100);
        assertThat(first.getHeadSeq()).isEqualTo(1_050);
        assertThat(first.getMore()).isTrue();
        assertThat(first.getRetryAfterMs()).isZero();
        PullResponse rest = answer(pull().setFromSeq(101).setLimit(1_000));
        assertThat(seqs(rest)).isEqualTo(range(101, 1_050));
        assertThat(rest.getCompleteToSeq()).isEqualTo(1_050);
        assertThat(rest.getMore()).isFalse();
    }

    @Test
    void pagesBackwards() {
        sendMany(250, "text");
        PullResponse newest = answer(pull().setBackwards(true));
        assertThat(seqs(newest))
                .isEqualTo(LongStream.iterate(250, seq -> seq - 1)
                        .limit(100)
                        .boxed()
                        .toList());
        assertThat(newest.getCompleteToSeq()).isEqualTo(250);
        assertThat(newest.getMore()).isTrue();
        PullResponse older = answer(pull().setBackwards(true).setToSeq(50));
        assertThat(seqs(older)).hasSize(50).startsWith(50L).endsWith(1L);
        assertThat(older.getCompleteToSeq()).isEqualTo(50);
        assertThat(older.getMore()).isFalse();
    }

    @Test
    void givesAnEmptyPage_fromBeyondTheHead() {
        sendMany(3, "text");
        PullResponse page = answer(pull().setFromSeq(10));
        assertThat(page.getMessagesList()).isEmpty();
        assertThat(page.getCompleteToSeq()).isEqualTo(3);
        assertThat(page.getHeadSeq()).isEqualTo(3);
        assertThat(answer(pull().setFromSeq(-1)).getMessagesList()).isEmpty();
    }

    @Test
    void neverPassesToSeq() {
        sendMany(20, "text");
        PullResponse page = answer(pull().setFromSeq(3).setToSeq(7));
        assertThat(seqs(page)).isEqualTo(range(3, 7));
        assertThat(page.getCompleteToSeq()).isEqualTo(7);
        assertThat(page.getMore()).isFalse();
        assertThat(page.getRetryAfterMs()).isZero();
    }

    @Test
    void staysBelowTheLargestFrame() {
        sendMany(40, "x".repeat(60_000));
        long next = 1;
        int pages = 0;
        while (next <= 40) {
            PullResponse page = answer(pull().setFromSeq(next).setLimit(1_000));
            Frame frame = Frame.newBuilder()
                    .setRequestId(Long.MAX_VALUE)
                    .setPullResponse(page)
                    .build();
            assertThat(frame.getSerializedSize()).isLessThan(1024 * 1024);
            assertThat(page.getCompleteToSeq()).isEqualTo(next + page.getMessagesCount() - 1);
            next = page.getCompleteToSeq() + 1;
            pages++;
        }
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void asksToComeBack_whileTheStoreIsBehindTheHead() {
        world.log.does(batch -> CompletableFuture.completedStage(null));
        sendMany(5, "text");
        PullResponse early = answer(pull());
        assertThat(early.getMessagesList()).isEmpty();
        assertThat(early.getCompleteToSeq()).isZero();
        assertThat(early.getHeadSeq()).isEqualTo(5);
        assertThat(early.getRetryAfterMs()).isPositive();
        world.store.write(world.log.records());
        PullResponse later = answer(pull());
        assertThat(seqs(later)).isEqualTo(range(1, 5));
        assertThat(later.getRetryAfterMs()).isZero();
    }

    @Test
    void asksToComeBackForTheNewest_thoughThereIsMoreBackwards() {
        sendMany(5, "text");
        world.log.does(batch -> CompletableFuture.completedStage(null));
        stored(lanes.send(toBob(6, "newest")));
        PullResponse page = answer(pull().setBackwards(true).setLimit(2));
        assertThat(seqs(page)).containsExactly(5L, 4L);
        assertThat(page.getMore()).isTrue();
        assertThat(page.getCompleteToSeq()).isEqualTo(5);
        assertThat(page.getRetryAfterMs()).isPositive();
    }

    @Test
    void givesWhatLiesBehindAHole_butSaysNothingOfTheHole() {
        sendMany(2, "text");
        world.log.fails();
        lanes.send(toBob(3, "lost")).toCompletableFuture().join();
        world.log.does(world::persist);
        assertThat(stored(lanes.send(toBob(4, "after"))).getSeq()).isEqualTo(4);
        PullResponse page = answer(pull());
        assertThat(seqs(page)).containsExactly(1L, 2L, 4L);
        assertThat(page.getCompleteToSeq()).isEqualTo(2);
        assertThat(page.getRetryAfterMs()).isPositive();
    }

    @Test
    void declaresTheTailEmpty_afterTenSeconds_once() {
        sendMany(2, "text");
        world.log.fails();
        lanes.send(toBob(3, "lost")).toCompletableFuture().join();
        world.log.does(world::persist);
        assertThat(answer(pull()).getCompleteToSeq()).isEqualTo(2);
        world.clock.go(9_999);
        assertThat(answer(pull()).getRetryAfterMs()).isPositive();
        world.clock.go(1);
        answer(pull());
        assertThat(answer(pull()).getCompleteToSeq()).isEqualTo(3);
        assertThat(world.log.records().stream().filter(LogRecord.Void.class::isInstance))
                .containsExactly(new LogRecord.Void(ANN_BOB, 3, 3));
    }
}
