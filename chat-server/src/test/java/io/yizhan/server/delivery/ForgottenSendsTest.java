package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.refused;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.Message;
import chat.v2.SendResponse;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.state.Sequencer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends whose ids gave way to so many newer ones that the sequencer no longer knows them. */
class ForgottenSendsTest {
    private static final long OLD = 5;
    private static final long NEVER_USED = 4;

    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 2_000, 500);

    @BeforeEach
    void start() {
        lanes.start();
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    private void forgetThoseBefore() {
        List<CompletionStage<SendOutcome>> newer = LongStream.rangeClosed(1_000, 1_000 + Sequencer.REMEMBERED_IDS)
                .mapToObj(id -> lanes.send(toBob(id, "newer")))
                .toList();
        newer.forEach(World::stored);
    }

    private List<Message> rowsOf(long clientMsgId) {
        return world
                .store
                .read(new Range(ANN_BOB, 1, Long.MAX_VALUE, 10_000, Integer.MAX_VALUE, false))
                .toCompletableFuture()
                .join()
                .messages()
                .stream()
                .filter(row -> row.getClientMsgId() == clientMsgId)
                .toList();
    }

    @Test
    void getTheFirstAnswer_fromTheStore() {
        SendResponse first = stored(lanes.send(toBob(OLD, "a")));
        forgetThoseBefore();

        SendResponse again = stored(lanes.send(toBob(OLD, "a")));

        assertThat(again).isEqualTo(first.toBuilder().setDuplicate(true).build());
        assertThat(rowsOf(OLD)).hasSize(1);
    }

    @Test
    void areRefused_withOtherContent() {
        stored(lanes.send(toBob(OLD, "a")));
        forgetThoseBefore();

        assertThat(refused(lanes.send(toBob(OLD, "b"))).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(rowsOf(OLD)).hasSize(1);
    }

    @Test
    void areNew_whenTheStoreHoldsAllThatWasNumbered_andNotThem() {
        forgetThoseBefore();

        SendResponse first = stored(lanes.send(toBob(NEVER_USED, "a")));
        SendResponse again = stored(lanes.send(toBob(NEVER_USED, "a")));

        assertThat(first.getDuplicate()).isFalse();
        assertThat(again.toBuilder().setDuplicate(false).build()).isEqualTo(first);
        assertThat(rowsOf(NEVER_USED)).hasSize(1);
    }

    @Test
    void waitForTheStore_whileItIsBehind() {
        world.log.does(batch -> CompletableFuture.completedStage(null));
        SendResponse first = stored(lanes.send(toBob(OLD, "a")));
        forgetThoseBefore();

        CompletionStage<SendOutcome> again = lanes.send(toBob(OLD, "a"));
        stored(lanes.send(toBob(9_999, "meanwhile")));
        assertThat(again.toCompletableFuture()).isNotDone();
        world.store.write(world.log.records());

        assertThat(stored(again).getSeq()).isEqualTo(first.getSeq());
        assertThat(rowsOf(OLD)).hasSize(1);
    }

    @Test
    void areUnavailable_whenTheStoreStaysBehind() {
        world.log.does(batch -> CompletableFuture.completedStage(null));
        forgetThoseBefore();

        CompletionStage<SendOutcome> old = lanes.send(toBob(NEVER_USED, "a"));
        stored(lanes.send(toBob(9_999, "meanwhile")));
        world.clock.go(8_001);

        assertThat(refused(old).code()).isEqualTo(ErrorCode.UNAVAILABLE);
        await().untilAsserted(() -> assertThat(rowsOf(NEVER_USED)).isEmpty());
    }
}
