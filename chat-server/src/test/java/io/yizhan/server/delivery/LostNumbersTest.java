package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.ANN_BOB;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.refused;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.SendResponse;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.LogRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sequencer loses its memory: messages stay one, and readers cross to the next epoch. */
class LostNumbersTest {
    private static final long EPOCH = SequenceNumber.startOf(1);

    private final World world = new World();
    private final Lanes lanes = world.lanes(1, 100, 50);
    private final StoredCatchUp catchUp = world.catchUp();

    @BeforeEach
    void start() {
        lanes.start();
    }

    @AfterEach
    void close() {
        lanes.close();
    }

    /** What a device whose clock is right takes. */
    private long idNow() {
        return world.clock.epochMs() * 1_000;
    }

    private void loseNumbers() {
        world.clock.go(1);
        world.numbers.loseMemory();
    }

    private PullResponse pull(UserId user, ConversationId conversation) {
        PullRequest request =
                PullRequest.newBuilder().setConversationId(conversation.value()).build();
        return catchUp.pull(user, request).toCompletableFuture().join();
    }

    private long completeTo() {
        Map<ConversationId, Long> complete =
                world.store.completeTo(List.of(ANN_BOB)).toCompletableFuture().join();
        return complete.getOrDefault(ANN_BOB, 0L);
    }

    @Test
    void answersAResendAsTheFirstTime() {
        long id = idNow();
        SendResponse first = stored(lanes.send(toBob(id, "text")));
        loseNumbers();

        SendResponse again = stored(lanes.send(toBob(id, "text")));

        assertThat(again).isEqualTo(first.toBuilder().setDuplicate(true).build());
        assertThat(world.log.records()).hasSize(1);
    }

    @Test
    void refusesOtherContentUnderAnEarlierId() {
        long id = idNow();
        stored(lanes.send(toBob(id, "text")));
        loseNumbers();

        assertThat(refused(lanes.send(toBob(id, "other"))).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }

    @Test
    void takesAnEarlierIdThatWasNeverStored_onlyWhenTheStoreHasAllOfTheOldEpoch() {
        long id = idNow();
        stored(lanes.send(toBob(id, "first")));
        loseNumbers();

        CompletionStage<SendOutcome> early = lanes.send(toBob(id + 1, "second"));
        await().until(() -> world.sequencer.asked().size() == 2);
        await().until(() -> {
            world.clock.go(1_000); // the look-up goes on until the send's time is over
            return early.toCompletableFuture().isDone();
        });
        assertThat(refused(early).code()).isEqualTo(ErrorCode.UNAVAILABLE);

        world.clock.go(15_000);
        assertThat(stored(lanes.send(toBob(id + 1, "second"))).getSeq()).isEqualTo(EPOCH + 1);
        assertThat(completeTo()).isEqualTo(EPOCH + 1);
    }

    @Test
    void declaresWhatIsLeftOfTheOldEpochEmpty_beforeTheFirstMessageOfTheNext() {
        stored(lanes.send(toBob(idNow(), "first")));
        loseNumbers();
        stored(lanes.send(new SendCommand(
                ANN, PHONE, new Recipient.User(new UserId("cid")), idNow(), text("who knows the epoch"))));
        world.clock.go(15_000);

        stored(lanes.send(toBob(idNow(), "second")));

        List<LogRecord> records = world.log.records();
        assertThat(records.get(records.size() - 2)).isEqualTo(new LogRecord.Void(ANN_BOB, 1, EPOCH));
        assertThat(completeTo()).isEqualTo(EPOCH + 1);
        PullResponse page = pull(BOB, ANN_BOB);
        assertThat(page.getMessagesList())
                .extracting(message -> message.getContent().getText())
                .containsExactly("first", "second");
        assertThat(page.getCompleteToSeq()).isEqualTo(EPOCH + 1);
    }

    @Test
    void declaresNothingEmpty_whileSomebodyMayStillStoreAMessageOfTheOldEpoch() {
        stored(lanes.send(toBob(idNow(), "first")));
        loseNumbers();
        stored(lanes.send(toBob(idNow(), "second")));
        world.clock.go(14_999);
        stored(lanes.send(new SendCommand(ANN, PHONE, new Recipient.User(new UserId("cid")), idNow(), text("third"))));

        assertThat(world.log.records()).hasSize(3).allMatch(LogRecord.Stored.class::isInstance);
        PullResponse page = pull(BOB, ANN_BOB);
        assertThat(page.getCompleteToSeq()).isEqualTo(1);
        assertThat(page.getRetryAfterMs()).isPositive();
    }

    @Test
    void letsAReaderCross_thoughNothingIsSentAfterTheLoss() {
        stored(lanes.send(toBob(idNow(), "first")));
        loseNumbers();

        PullResponse page = pull(BOB, ANN_BOB);
        assertThat(page.getHeadSeq()).isEqualTo(EPOCH);
        assertThat(page.getCompleteToSeq()).isEqualTo(1);

        world.clock.go(15_000);
        pull(BOB, ANN_BOB);
        assertThat(pull(BOB, ANN_BOB).getCompleteToSeq()).isEqualTo(EPOCH);
    }

    @Test
    void showsAConversationWithoutMessagesAsEmpty() {
        loseNumbers();
        ConversationId nobody = ConversationId.direct(BOB, new UserId("nobody"));

        assertThat(pull(BOB, nobody)).isEqualTo(PullResponse.getDefaultInstance());
        world.clock.go(60_000);
        assertThat(pull(BOB, nobody)).isEqualTo(PullResponse.getDefaultInstance());
        assertThat(world.log.records()).isEmpty();
    }
}
