package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every {@link Sequencer} keeps when it loses its memory. */
public abstract class SequencerEpochContract {
    protected static final Duration REMEMBERED = Duration.ofHours(24);

    private static final long EPOCH = SequenceNumber.startOf(1);

    private final ConversationId conversation = ConversationId.direct(new UserId("a"), new UserId("x"));
    private final ConversationId other = ConversationId.direct(new UserId("b"), new UserId("x"));
    private final AtomicLong messageIds = new AtomicLong(1L << 60);

    /** One for a new cluster; the same for each call in a test. */
    protected abstract Sequencer sequencer();

    /** Makes it forget all that it has given out. */
    protected abstract void loseMemory();

    /** Its clock, Unix epoch microseconds. */
    protected abstract long nowMicros();

    private NumberRequest request(ConversationId conversation, String device, long clientMsgId) {
        return new NumberRequest(
                conversation,
                new UserId("alice"),
                new DeviceId(device),
                clientMsgId,
                99,
                messageIds.incrementAndGet(),
                nowMicros() / 1_000,
                false);
    }

    private Allocation allocate(NumberRequest request) {
        return Stages.get(sequencer().allocate(List.of(request))).get(0);
    }

    private MessagePlace fresh(NumberRequest request) {
        Allocation allocation = allocate(request);
        assertThat(allocation).isInstanceOf(Allocation.Fresh.class);
        return ((Allocation.Fresh) allocation).place();
    }

    private long next(ConversationId conversation) {
        return fresh(request(conversation, "phone", Math.max(nowMicros(), messageIds.get() + 1)))
                .seq();
    }

    private long head(ConversationId conversation) {
        return Stages.get(sequencer().heads(List.of(conversation))).get(conversation);
    }

    private static NumberRequest notStored(NumberRequest request) {
        return new NumberRequest(
                request.conversation(),
                request.sender(),
                request.device(),
                request.clientMsgId(),
                request.contentHash(),
                request.messageId(),
                request.timeMs(),
                true);
    }

    @Test
    void goesOnAboveAllThatWasGiven_inEachConversation_eachTimeMemoryIsLost() {
        assertThat(List.of(next(conversation), next(conversation), next(conversation)))
                .containsExactly(1L, 2L, 3L);
        loseMemory();
        assertThat(List.of(next(conversation), next(conversation), next(other)))
                .containsExactly(EPOCH + 1, EPOCH + 2, EPOCH + 1);
        loseMemory();
        assertThat(List.of(next(other), next(conversation))).containsExactly(2 * EPOCH + 1, 2 * EPOCH + 1);
    }

    @Test
    void headsNeverGoBack_andNameTheEndOfTheLostEpochUntilTheNextNumber() {
        next(conversation);
        assertThat(List.of(head(conversation), head(other))).containsExactly(1L, 0L);

        loseMemory();

        assertThat(List.of(head(conversation), head(other))).containsExactly(EPOCH, EPOCH);
        next(conversation);
        assertThat(List.of(head(conversation), head(other))).containsExactly(EPOCH + 1, EPOCH);
    }

    @Test
    void timeDoesNotGoBackBehindTheLoss() {
        long before = fresh(request(conversation, "phone", nowMicros())).timeMs();
        loseMemory();
        NumberRequest behind = new NumberRequest(
                conversation, new UserId("alice"), new DeviceId("phone"), Long.MAX_VALUE, 99, 1, 0, false);

        assertThat(fresh(behind).timeMs()).isGreaterThanOrEqualTo(before);
    }

    @Test
    void doesNotKnowWhetherAnIdWasUsed_thatIsOlderThanTheLoss() {
        NumberRequest before = request(conversation, "phone", nowMicros());
        fresh(before);
        loseMemory();

        assertThat(allocate(before)).isEqualTo(new Allocation.Forgotten());
        assertThat(allocate(request(other, "tablet", 7))).isEqualTo(new Allocation.Forgotten());
        MessagePlace place = fresh(request(conversation, "phone", nowMicros()));
        assertThat(place.seq()).isEqualTo(EPOCH + 1);
        assertThat(fresh(notStored(before)).seq()).isEqualTo(EPOCH + 2);
        assertThat(allocate(before)).isInstanceOf(Allocation.Pending.class);
    }

    @Test
    void doesNotKnowWhetherAnIdWasUsed_thatIsOlderThanWhatIsRememberedOfADeviceItDoesNotKnow() {
        long old = nowMicros() - REMEMBERED.toNanos() / 1_000;

        assertThat(allocate(request(conversation, "phone", old - 1_000_000))).isEqualTo(new Allocation.Forgotten());
        assertThat(fresh(request(conversation, "phone", old + 60_000_000)).seq())
                .isEqualTo(1);
        assertThat(fresh(request(conversation, "phone", old - 1_000_000)).seq()).isEqualTo(2);
        assertThat(fresh(request(conversation, "counting", 1)).seq()).isEqualTo(3);
    }

    @Test
    void givesALostMessageThatItForgotOneNumberOfTheNewEpoch() {
        NumberRequest request = request(conversation, "phone", nowMicros());
        MessagePlace lost = fresh(request);
        loseMemory();

        MessagePlace moved = Stages.get(sequencer().renumber(request, lost.seq()));

        assertThat(moved.seq()).isEqualTo(EPOCH + 1);
        assertThat(moved.messageId()).isEqualTo(lost.messageId());
        assertThat(Stages.get(sequencer().renumber(request, lost.seq()))).isEqualTo(moved);
    }

    @Test
    void givesEachNumberOnceAndInOrder_whenMemoryIsLostAgainAndAgainUnderLoad() {
        List<List<Long>> given = Race.of(5, thread -> {
            List<Long> mine = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                if (thread == 0 && i % 10 == 5) {
                    loseMemory();
                }
                mine.add(fresh(notStored(request(conversation, "device" + thread, Long.MAX_VALUE - i)))
                        .seq());
            }
            return mine;
        });

        assertThat(given).allSatisfy(mine -> assertThat(mine).isSorted());
        assertThat(given.stream().flatMap(List::stream)).doesNotHaveDuplicates().hasSize(200);
    }
}
