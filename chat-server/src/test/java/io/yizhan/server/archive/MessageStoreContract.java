package io.yizhan.server.archive;

import static io.yizhan.server.archive.Records.message;
import static io.yizhan.server.archive.Records.run;
import static io.yizhan.server.archive.Records.stored;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.SequenceNumber;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.MessageStore.Range;
import io.yizhan.server.archive.MessageStore.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every message store promises. */
public abstract class MessageStoreContract {
    private final ConversationId conversation = Records.conversation();
    private final String device = Records.device();

    protected abstract MessageStore store();

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Slice all() {
        return get(store().read(new Range(conversation, 1, Long.MAX_VALUE, 1_000, 1 << 20, false)));
    }

    private List<Long> seqs() {
        return all().messages().stream().map(Message::getSeq).toList();
    }

    private LogRecord.Void empty(long from, long to) {
        return new LogRecord.Void(conversation, from, to);
    }

    @Test
    void givesBackWhatWasWritten_field_for_field() {
        Message edge = message(conversation, 1, device, -1L).toBuilder()
                .setMessageId(Long.MAX_VALUE)
                .build();
        store().write(List.of(new LogRecord.Stored(conversation, edge, Long.MIN_VALUE)));

        assertThat(all()).isEqualTo(new Slice(List.of(edge), false, 1));
    }

    @Test
    void knowsNothing_ofAConversationThatWasNeverWritten() {
        assertThat(all()).isEqualTo(new Slice(List.of(), false, 0));
        assertThat(get(store().completeTo(List.of(conversation)))).containsEntry(conversation, 0L);
    }

    @Test
    void endsAtTheHighestNumber_thoughNumbersBelowAreMissing() {
        store().write(List.of(stored(conversation, 3, device), empty(5, 9)));

        ConversationId unknown = Records.conversation();
        assertThat(get(store().heads(List.of(conversation, unknown))))
                .containsOnly(Map.entry(conversation, 9L), Map.entry(unknown, 0L));
        assertThat(get(store().heads(List.of()))).isEmpty();
        long highest =
                get(store().heads(List.of(conversation))).values().iterator().next();
        assertThat(get(store().highestNumber())).isGreaterThanOrEqualTo(highest);
    }

    @Test
    void listsTheConversationsOfBothSides_alsoThatWithOneself() {
        UserId ann = new UserId("ann-" + device);
        UserId bob = new UserId("bob-" + device);
        ConversationId both = ConversationId.direct(bob, ann);
        ConversationId alone = ConversationId.direct(ann, ann);
        store().write(List.of(stored(both, 1, device), stored(alone, 2, device), stored(conversation, 3, device)));
        store().write(List.of(stored(both, 4, device)));

        assertThat(get(store().conversationsOf(ann)))
                .extracting(MessageStore.Written::conversation)
                .containsExactlyInAnyOrder(both, alone);
        assertThat(get(store().conversationsOf(bob))).singleElement().satisfies(written -> {
            assertThat(written.conversation()).isEqualTo(both);
            assertThat(written.atMs()).isPositive();
        });
        assertThat(get(store().conversationsOf(new UserId("x-" + device)))).isEmpty();
    }

    @Test
    void changesNothing_whenTheSameRecordsComeAgain() {
        List<LogRecord> batch = run(conversation, 1, 100, device);
        store().write(batch);
        Slice before = all();

        store().write(batch);
        store().write(batch.subList(40, 60));
        store().write(List.of(empty(1, 100)));

        assertThat(all()).isEqualTo(before);
        assertThat(before.messages()).hasSize(100);
        assertThat(before.completeTo()).isEqualTo(100);
    }

    @Test
    void writesEachOnce_whenABatchHoldsARecordTwice() {
        LogRecord one = stored(conversation, 1, device);
        store().write(List.of(one, one, stored(conversation, 2, device), one));

        assertThat(seqs()).containsExactly(1L, 2L);
        assertThat(all().completeTo()).isEqualTo(2);
    }

    @Test
    void readsForwardsAndBackwards_withinTheRangeAndTheLimits() {
        store().write(run(conversation, 1, 300, device));

        Slice forwards = get(store().read(new Range(conversation, 11, 290, 200, 1 << 20, false)));
        assertThat(forwards.messages())
                .extracting(Message::getSeq)
                .hasSize(200)
                .startsWith(11L, 12L)
                .endsWith(210L);
        assertThat(forwards.more()).isTrue();
        Slice backwards = get(store().read(new Range(conversation, 11, 290, 280, 1 << 20, true)));
        assertThat(backwards.messages())
                .extracting(Message::getSeq)
                .hasSize(280)
                .startsWith(290L)
                .endsWith(11L);
        assertThat(backwards.more()).isFalse();
        assertThat(backwards.completeTo()).isEqualTo(300);
    }

    @Test
    void stopsAtTheBytes_butGivesAtLeastOne() {
        store().write(run(conversation, 1, 3, device));
        int size = message(conversation, 1, device, 1).getSerializedSize();

        Slice two = get(store().read(new Range(conversation, 1, 3, 10, size * 2 + size / 2, false)));
        Slice one = get(store().read(new Range(conversation, 2, 3, 10, 1, false)));

        assertThat(two.messages()).hasSize(2);
        assertThat(two.more()).isTrue();
        assertThat(one.messages()).extracting(Message::getSeq).containsExactly(2L);
        assertThat(one.more()).isTrue();
    }

    @Test
    void isCompleteUpToTheGap_andBeyondWhenItCloses() {
        store().write(run(conversation, 1, 3, device));
        store().write(run(conversation, 5, 9, device));
        assertThat(all().completeTo()).isEqualTo(3);
        assertThat(seqs()).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);
        store().write(run(conversation, 12, 13, device));

        store().write(List.of(stored(conversation, 4, device)));

        assertThat(get(store().completeTo(List.of(conversation)))).containsEntry(conversation, 9L);
    }

    @Test
    void holdsTheWholeRun_whenItsPartsComeInAnyOrder() {
        List<LogRecord> shuffled = new ArrayList<>(run(conversation, 1, 200, device));
        Collections.shuffle(shuffled, new java.util.Random(7));

        for (int from = 0; from < 200; from += 10) {
            store().write(shuffled.subList(from, from + 10));
        }

        assertThat(all().completeTo()).isEqualTo(200);
        assertThat(seqs()).hasSize(200).isSorted();
    }

    @Test
    void voidsOnlyWhatIsFree_whenARangeOverlapsMessages() {
        store().write(List.of(stored(conversation, 3, device), stored(conversation, 6, device)));

        store().write(List.of(empty(1, 8), empty(5, 10), empty(2, 3)));

        assertThat(seqs()).containsExactly(3L, 6L);
        assertThat(all().completeTo()).isEqualTo(10);
    }

    @Test
    void voidsAWholeEpoch_asOneRange() {
        long epoch = SequenceNumber.startOf(1);
        store().write(run(conversation, 1, 2, device));
        store().write(run(conversation, epoch + 1, epoch + 2, device));

        store().write(List.of(empty(3, epoch)));

        assertThat(all().completeTo()).isEqualTo(epoch + 2);
    }

    @Test
    void keepsTheFirstAnswer_whenOneSendGotTwoNumbers() {
        store().write(List.of(new LogRecord.Stored(conversation, message(conversation, 1, device, 77), 5)));
        LogRecord second = new LogRecord.Stored(conversation, message(conversation, 2, device, 77), 5);
        store().write(List.of(second, stored(conversation, 3, device)));
        store().write(List.of(second));

        assertThat(seqs()).containsExactly(1L, 3L);
        assertThat(all().completeTo()).isEqualTo(3);
    }

    @Test
    void keepsTheFirstAnswer_whenBothNumbersAreInOneBatch() {
        store().write(List.of(
                new LogRecord.Stored(conversation, message(conversation, 1, device, 78), 5),
                new LogRecord.Stored(conversation, message(conversation, 2, device, 78), 5)));

        assertThat(seqs()).containsExactly(1L);
        assertThat(all().completeTo()).isEqualTo(2);
    }

    @Test
    void keepsBothMessages_whenAClientUsedAnIdTwice() {
        ConversationId other = Records.conversation();
        store().write(List.of(new LogRecord.Stored(conversation, message(conversation, 1, device, 79), 5)));

        store().write(List.of(
                new LogRecord.Stored(conversation, message(conversation, 2, device, 79), 6),
                new LogRecord.Stored(other, message(other, 1, device, 79), 7)));

        assertThat(seqs()).containsExactly(1L, 2L);
        assertThat(get(store().completeTo(List.of(other)))).containsEntry(other, 1L);
    }

    @Test
    void findsWhatADeviceSentUnderAnId() {
        LogRecord.Stored one = new LogRecord.Stored(conversation, message(conversation, 1, device, -7L), 11);
        LogRecord.Stored misuse = new LogRecord.Stored(conversation, message(conversation, 2, device, -7L), 12);
        store().write(List.of(one, misuse, stored(conversation, 3, device)));
        UserId sender = new UserId(one.message().getFromUserId());

        assertThat(get(store().sent(sender, new DeviceId(device), -7L))).containsExactly(one, misuse);
        assertThat(get(store().sent(sender, new DeviceId(device), 7L))).isEmpty();
        assertThat(get(store().sent(sender, new DeviceId("another"), -7L))).isEmpty();
        assertThat(get(store().sent(new UserId("another"), new DeviceId(device), -7L)))
                .isEmpty();
    }

    @Test
    void showsHoles_belowWhatIsWritten() {
        store().write(run(conversation, 1, 2, device));
        assertThat(holes()).isEmpty();

        store().write(run(conversation, 5, 5, device));
        store().write(run(conversation, 8, 8, device));

        assertThat(holes()).containsExactly(empty(3, 4), empty(6, 7));
        store().write(List.of(empty(3, 4), empty(6, 7)));
        assertThat(holes()).isEmpty();
        assertThat(all().completeTo()).isEqualTo(8);
    }

    private List<LogRecord.Void> holes() {
        return get(store().holes(10_000)).stream()
                .filter(hole -> hole.conversation().equals(conversation))
                .toList();
    }
}
