package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link Sequencer} keeps. */
public abstract class SequencerContract {
    private static final Duration REMEMBERED = Duration.ofMillis(1_200);
    private static final long TIME = 1_800_000_000_000L;
    private static final long MESSAGE_ID = (1L << 62) + 12_345;
    private static final UserId ALICE = new UserId("alice");
    private static final DeviceId PHONE = new DeviceId("phone");

    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final ConversationId conversation = conversation("a");
    private final ConversationId other = conversation("b");

    /** A sequencer that remembers what a device sent for so long after its last send. */
    protected abstract Sequencer sequencer(Duration remembered);

    /** Lets time pass for it. */
    protected abstract void elapse(Duration time);

    private Sequencer sequencer() {
        return sequencer(Duration.ofHours(24));
    }

    private ConversationId conversation(String name) {
        return ConversationId.direct(ALICE, new UserId(run + name));
    }

    private static NumberRequest request(ConversationId conversation, long clientMsgId) {
        return request(conversation, clientMsgId, MESSAGE_ID + clientMsgId, TIME);
    }

    private static NumberRequest request(ConversationId conversation, long clientMsgId, long messageId, long timeMs) {
        return new NumberRequest(conversation, ALICE, PHONE, clientMsgId, 99, messageId, timeMs, false);
    }

    private static Allocation one(Sequencer sequencer, NumberRequest request) {
        return Stages.get(sequencer.allocate(List.of(request))).get(0);
    }

    private static MessagePlace fresh(Allocation allocation) {
        assertThat(allocation).isInstanceOf(Allocation.Fresh.class);
        return ((Allocation.Fresh) allocation).place();
    }

    @Test
    void numbersRunFromOneInTheOrderOfTheBatch_inEachConversation() {
        Sequencer sequencer = sequencer();
        List<NumberRequest> batch =
                List.of(request(conversation, 1), request(other, 1), request(conversation, 2), request(other, 2));

        List<Allocation> first = Stages.get(sequencer.allocate(batch));
        List<Allocation> next = Stages.get(sequencer.allocate(List.of(request(other, 3), request(conversation, 3))));

        assertThat(first).extracting(each -> fresh(each).seq()).containsExactly(1L, 1L, 2L, 2L);
        assertThat(next).extracting(each -> fresh(each).seq()).containsExactly(3L, 3L);
    }

    @Test
    void keepsWhatWasProposed_whenNothingIsBehind() {
        Sequencer sequencer = sequencer();

        assertThat(fresh(one(sequencer, request(conversation, 1, Long.MAX_VALUE - 1, TIME))))
                .isEqualTo(new MessagePlace(1, Long.MAX_VALUE - 1, TIME));
        assertThat(fresh(one(sequencer, request(other, 1, 0, 0)))).isEqualTo(new MessagePlace(1, 0, 0));
    }

    @Test
    void givesThePendingPlaceAgain_untilItIsMarkedStored() {
        Sequencer sequencer = sequencer();
        NumberRequest request = request(conversation, 7);
        MessagePlace place = fresh(one(sequencer, request));
        NumberRequest again = request(conversation, 7, MESSAGE_ID + 1_000, TIME + 5_000);

        assertThat(one(sequencer, again)).isEqualTo(new Allocation.Pending(place));
        Stages.get(sequencer.markStored(List.of(again)));
        assertThat(one(sequencer, again)).isEqualTo(new Allocation.Stored(place));
    }

    @Test
    void recognisesARepeatWithinOneBatch() {
        NumberRequest request = request(conversation, 7);

        List<Allocation> answers = Stages.get(sequencer().allocate(List.of(request, request)));

        assertThat(answers.get(1)).isEqualTo(new Allocation.Pending(fresh(answers.get(0))));
    }

    @Test
    void refusesTheSameIdWithOtherContent_andDoesNotMarkItStored() {
        Sequencer sequencer = sequencer();
        NumberRequest request = request(conversation, 7);
        NumberRequest otherContent = new NumberRequest(conversation, ALICE, PHONE, 7, -1, MESSAGE_ID + 9, TIME, false);
        MessagePlace place = fresh(one(sequencer, request));

        assertThat(one(sequencer, otherContent)).isEqualTo(new Allocation.Conflict());
        Stages.get(sequencer.markStored(List.of(otherContent)));
        assertThat(one(sequencer, request)).isEqualTo(new Allocation.Pending(place));
        assertThat(Stages.get(sequencer.heads(List.of(conversation)))).containsEntry(conversation, 1L);
    }

    @Test
    void keepsIdsOfUsersDevicesAndConversationsApart() {
        Sequencer sequencer = sequencer();
        List<NumberRequest> batch = List.of(
                new NumberRequest(conversation, ALICE, PHONE, 7, 1, MESSAGE_ID, TIME, false),
                new NumberRequest(conversation, ALICE, new DeviceId("tablet"), 7, 2, MESSAGE_ID + 1, TIME, false),
                new NumberRequest(conversation, new UserId("bob"), PHONE, 7, 3, MESSAGE_ID + 2, TIME, false),
                new NumberRequest(other, ALICE, PHONE, 7, 4, MESSAGE_ID + 3, TIME, false));

        assertThat(Stages.get(sequencer.allocate(batch)))
                .extracting(each -> fresh(each).seq())
                .containsExactly(1L, 2L, 3L, 1L);
        assertThat(Stages.get(sequencer.allocate(batch)))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Allocation.Pending.class));
    }

    @Test
    void keepsNeighboursBeyondTheNumbersOfLuaApart() {
        Sequencer sequencer = sequencer();
        List<NumberRequest> batch = Stream.of(0L, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, -2L, -1L)
                .map(id -> new NumberRequest(conversation, ALICE, PHONE, id, Long.MIN_VALUE + id, 5, TIME, false))
                .toList();

        List<Allocation> first = Stages.get(sequencer.allocate(batch));

        assertThat(first)
                .extracting(each -> fresh(each).seq())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 7).boxed().toList());
        assertThat(Stages.get(sequencer.allocate(batch)))
                .containsExactlyElementsOf(first.stream()
                        .map(each -> (Allocation) new Allocation.Pending(fresh(each)))
                        .toList());
    }

    @Test
    void timeNeverGoesBack() {
        Sequencer sequencer = sequencer();

        assertThat(fresh(one(sequencer, request(conversation, 1, MESSAGE_ID, TIME)))
                        .timeMs())
                .isEqualTo(TIME);
        assertThat(fresh(one(sequencer, request(conversation, 2, MESSAGE_ID + 1, TIME - 60_000)))
                        .timeMs())
                .isEqualTo(TIME);
        assertThat(fresh(one(sequencer, request(conversation, 3, MESSAGE_ID + 2, TIME + 1)))
                        .timeMs())
                .isEqualTo(TIME + 1);
    }

    @Test
    void idsAscendAndKeepTheirOwnBits_whenAProposalIsBehind() {
        Sequencer sequencer = sequencer();
        long millisecond = 1L << NumberRequest.OWN_BITS;
        long last = (1L << 40) * millisecond + 5;

        assertThat(fresh(one(sequencer, request(conversation, 1, last, TIME))).messageId())
                .isEqualTo(last);
        assertThat(fresh(one(sequencer, request(conversation, 2, last, TIME))).messageId())
                .isEqualTo(last + millisecond);
        assertThat(fresh(one(sequencer, request(conversation, 3, 9, TIME))).messageId())
                .isEqualTo(last + millisecond + 4);
        assertThat(fresh(one(sequencer, request(conversation, 4, 3 * millisecond + 2, TIME)))
                        .messageId())
                .isEqualTo(last + 2 * millisecond - 3);
        assertThat(fresh(one(sequencer, request(conversation, 5, last + 3 * millisecond, TIME)))
                        .messageId())
                .isEqualTo(last + 3 * millisecond);
    }

    @Test
    void remembersTheNewestIdsOfADevice_andSaysThatItForgotOlderOnes() {
        Sequencer sequencer = sequencer();
        List<NumberRequest> batch = IntStream.rangeClosed(1, Sequencer.REMEMBERED_IDS + 1)
                .mapToObj(id -> request(conversation, id))
                .toList();
        Stages.get(sequencer.allocate(batch));

        assertThat(one(sequencer, batch.get(1))).isInstanceOf(Allocation.Pending.class);
        assertThat(one(sequencer, batch.get(0))).isEqualTo(new Allocation.Forgotten());
        assertThat(Stages.get(sequencer.heads(List.of(conversation))))
                .containsEntry(conversation, Sequencer.REMEMBERED_IDS + 1L);
        assertThat(fresh(one(sequencer, notStored(batch.get(0)))).seq()).isEqualTo(Sequencer.REMEMBERED_IDS + 2L);
        assertThat(one(sequencer, batch.get(0))).isInstanceOf(Allocation.Pending.class);
    }

    @Test
    void takesIdsThatAscendAsNew_howeverManyGaveWay_andIdsOfOtherDevices() {
        Sequencer sequencer = sequencer();
        List<NumberRequest> batch = LongStream.range(0, Sequencer.REMEMBERED_IDS + 3L)
                .mapToObj(i -> request(conversation, Long.MAX_VALUE - 2 + i, MESSAGE_ID + i, TIME))
                .toList();

        assertThat(Stages.get(sequencer.allocate(batch)))
                .allSatisfy(each -> assertThat(each).isInstanceOf(Allocation.Fresh.class));
        assertThat(one(sequencer, batch.get(2))).isEqualTo(new Allocation.Forgotten());
        assertThat(one(sequencer, batch.get(3))).isInstanceOf(Allocation.Pending.class);
        assertThat(one(
                        sequencer,
                        new NumberRequest(conversation, new UserId("bob"), PHONE, 7, 1, MESSAGE_ID, TIME, false)))
                .isInstanceOf(Allocation.Fresh.class);
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
    void remembersWhatADeviceSentForAWhile_andTheNumberForEver() {
        Sequencer sequencer = sequencer(REMEMBERED);
        fresh(one(sequencer, request(conversation, 1)));
        elapse(REMEMBERED.dividedBy(2));
        fresh(one(sequencer, request(conversation, 2)));
        elapse(REMEMBERED.dividedBy(4).multipliedBy(3));

        assertThat(one(sequencer, request(conversation, 1))).isInstanceOf(Allocation.Pending.class);
        elapse(REMEMBERED);
        assertThat(fresh(one(sequencer, request(conversation, 1))).seq()).isEqualTo(3);
    }

    @Test
    void givesALostMessageAnotherNumberOnce() {
        Sequencer sequencer = sequencer();
        NumberRequest request = request(conversation, 1);
        MessagePlace lost = fresh(one(sequencer, request));
        fresh(one(sequencer, request(conversation, 2, MESSAGE_ID + 50, TIME + 50)));
        Stages.get(sequencer.markStored(List.of(request)));
        MessagePlace found = new MessagePlace(3, lost.messageId(), TIME + 50);

        assertThat(Stages.get(sequencer.renumber(request, lost.seq()))).isEqualTo(found);
        assertThat(Stages.get(sequencer.renumber(request, lost.seq()))).isEqualTo(found);
        assertThat(one(sequencer, request)).isEqualTo(new Allocation.Pending(found));
        assertThat(fresh(one(sequencer, request(conversation, 3))).seq()).isEqualTo(4);
    }

    @Test
    void givesWhatItDoesNotRememberAnotherNumberOnce_andRemembersItAnew() {
        Sequencer sequencer = sequencer();
        fresh(one(sequencer, request(conversation, 1)));
        NumberRequest forgotten = request(conversation, 2, MESSAGE_ID - 7, TIME - 7);
        MessagePlace found = new MessagePlace(6, MESSAGE_ID - 7, TIME);

        assertThat(Stages.get(sequencer.renumber(forgotten, 5))).isEqualTo(found);
        assertThat(Stages.get(sequencer.renumber(forgotten, 5))).isEqualTo(found);
        assertThat(one(sequencer, forgotten)).isEqualTo(new Allocation.Pending(found));
        assertThat(fresh(one(sequencer, request(conversation, 3))).seq()).isEqualTo(7);
    }

    @Test
    void givesANumberThatNobodyRemembers_whenTheIdStandsForAnotherContent() {
        Sequencer sequencer = sequencer();
        NumberRequest first = request(conversation, 1);
        MessagePlace place = fresh(one(sequencer, first));
        NumberRequest misuse = new NumberRequest(conversation, ALICE, PHONE, 1, 98, MESSAGE_ID + 3, TIME, false);

        assertThat(Stages.get(sequencer.renumber(misuse, place.seq())).seq()).isEqualTo(2);
        assertThat(Stages.get(sequencer.renumber(misuse, place.seq())))
                .isEqualTo(new MessagePlace(3, MESSAGE_ID + 3, TIME));
        assertThat(one(sequencer, first)).isEqualTo(new Allocation.Pending(place));
    }

    @Test
    void forgetsWhatItRememberedAnew_likeTheRest() {
        Sequencer sequencer = sequencer(REMEMBERED);
        Stages.get(sequencer.renumber(request(conversation, 1), 4));
        elapse(REMEMBERED.multipliedBy(2));

        assertThat(fresh(one(sequencer, request(conversation, 1))).seq()).isEqualTo(6);
    }

    @Test
    void headsAreTheLastNumbers_zeroWhereThereIsNone() {
        Sequencer sequencer = sequencer();
        Stages.get(sequencer.allocate(List.of(request(conversation, 1), request(conversation, 2))));

        assertThat(Stages.get(sequencer.heads(List.of(conversation, other, conversation))))
                .containsOnly(Map.entry(conversation, 2L), Map.entry(other, 0L));
        assertThat(Stages.get(sequencer.heads(List.of()))).isEmpty();
    }

    @Test
    void doesNothingForAnEmptyBatch() {
        assertThat(Stages.get(sequencer().allocate(List.of()))).isEmpty();
        Stages.get(sequencer().markStored(List.of()));
    }

    @Test
    void oneWins_whenManySendTheSameIdAtOnce() {
        Sequencer sequencer = sequencer();

        List<Allocation> answers = Race.of(20, i -> one(sequencer, request(conversation, 7, MESSAGE_ID + i, TIME + i)));

        List<MessagePlace> won = answers.stream()
                .filter(Allocation.Fresh.class::isInstance)
                .map(SequencerContract::fresh)
                .toList();
        assertThat(won).hasSize(1);
        assertThat(answers)
                .filteredOn(Allocation.Pending.class::isInstance)
                .hasSize(19)
                .containsOnly(new Allocation.Pending(won.get(0)));
    }

    @Test
    void everyNumberIsGivenOnceAndInOrder_whenManySendAtOnce() {
        Sequencer sequencer = sequencer();

        List<List<Allocation>> answers = Race.of(20, thread -> {
            List<Allocation> mine = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                mine.add(one(sequencer, request(conversation, thread * 100L + i, MESSAGE_ID + i, TIME + i)));
            }
            return mine;
        });

        List<MessagePlace> bySeq = answers.stream()
                .flatMap(List::stream)
                .map(SequencerContract::fresh)
                .sorted(Comparator.comparingLong(MessagePlace::seq))
                .toList();
        assertThat(bySeq)
                .extracting(MessagePlace::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 400).boxed().toList());
        assertThat(bySeq).extracting(MessagePlace::messageId).isSorted().doesNotHaveDuplicates();
        assertThat(bySeq).extracting(MessagePlace::timeMs).isSorted();
    }
}
