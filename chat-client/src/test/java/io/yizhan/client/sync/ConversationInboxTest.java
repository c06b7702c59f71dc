package io.yizhan.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.Message;
import chat.v2.PullRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationInboxTest {
    private static final String ID = "d:alice:bob";

    private final ConversationInbox inbox = new ConversationInbox(
            ID, InboxLimits.defaults(), message -> message.getFromDeviceId().equals("mine"));

    @Test
    void showsBySeq_whenMessagesComeOutOfOrder() {
        inbox.beginAfter(0, 0);
        inbox.received(message(3), 0);
        inbox.received(message(1), 0);
        inbox.received(message(2), 0);
        assertThat(delivered()).containsExactly(1L, 2L, 3L);
        assertThat(inbox.cursor()).isEqualTo(3);
    }

    @Test
    void pullsTheGapOnly_afterHalfASecond() {
        inbox.beginAfter(0, 0);
        inbox.received(message(1), 0);
        inbox.received(message(4), 100);
        assertThat(inbox.nextPull(599)).isEmpty();
        assertThat(inbox.pullDueAt()).isEqualTo(600);
        assertThat(inbox.nextPull(600)).hasValueSatisfying(pull -> {
            assertThat(pull.getFromSeq()).isEqualTo(2);
            assertThat(pull.getToSeq()).isEqualTo(3);
        });
        assertThat(inbox.nextPull(9_999)).as("one pull at a time").isEmpty();
    }

    @Test
    void needsNoPull_whenTheGapCloses() {
        inbox.beginAfter(0, 0);
        inbox.received(message(2), 0);
        inbox.received(message(1), 100);
        assertThat(inbox.nextPull(5_000)).isEmpty();
        assertThat(inbox.pullDueAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void passesNumbersThatHoldNothing_onlyAsFarAsThePageIsComplete() {
        inbox.beginAfter(0, 0);
        inbox.headIs(6, 0);
        assertThat(inbox.nextPull(0)).isPresent();
        inbox.pulled(page(1, 3, 6, List.of(message(2), message(5))), 0);
        assertThat(delivered()).containsExactly(2L);
        assertThat(inbox.cursor()).isEqualTo(3);
    }

    @Test
    void waitsAsLongAsTheServerSays_beforeItPullsAgain() {
        inbox.beginAfter(0, 0);
        inbox.headIs(2, 0);
        assertThat(inbox.nextPull(0)).isPresent();
        inbox.pulled(new PullPage(1, List.of(message(1)), 1, 2, Duration.ofMillis(700)), 10);
        assertThat(inbox.nextPull(709)).isEmpty();
        assertThat(inbox.nextPull(710)).map(PullRequest::getFromSeq).hasValue(2L);
    }

    @Test
    void dropsDuplicates_andAcknowledgesAgain() {
        inbox.beginAfter(0, 0);
        inbox.received(message(1), 0);
        assertThat(delivered()).containsExactly(1L);
        inbox.consumed(1, 0);
        assertThat(inbox.takeAck()).hasValue(1);
        assertThat(inbox.takeAck()).isEmpty();
        inbox.received(message(1), 0);
        assertThat(delivered()).isEmpty();
        assertThat(inbox.takeAck())
                .as("the server repeats what it thinks we lack")
                .hasValue(1);
    }

    @Test
    void acknowledgesOnlyWhatTheApplicationTook() {
        inbox.beginAfter(0, 0);
        inbox.received(message(1), 0);
        inbox.received(message(2), 0);
        assertThat(inbox.takeAck()).isEmpty();
        inbox.consumed(1, 0);
        assertThat(inbox.takeAck()).hasValue(1);
        inbox.consumed(2, 0);
        assertThat(inbox.takeAck()).hasValue(2);
    }

    @Test
    void countsOwnSendsAsPresent() {
        inbox.beginAfter(0, 0);
        inbox.sent(1, 901, 0);
        inbox.received(message(2), 0);
        inbox.sent(4, 904, 0);
        inbox.received(message(3), 0);
        assertThat(delivered()).containsExactly(2L, 3L);
        assertThat(inbox.cursor()).isEqualTo(4);
        assertThat(inbox.takeAck()).as("nothing was taken yet").hasValue(1);
        inbox.consumed(3, 0);
        assertThat(inbox.takeAck()).hasValue(4);
    }

    @Test
    void doesNotShowOwnMessages_thatAPageBrings() {
        inbox.beginAfter(0, 0);
        inbox.headIs(2, 0);
        assertThat(inbox.nextPull(0)).isPresent();
        Message own = message(1).toBuilder().setFromDeviceId("mine").build();
        inbox.pulled(page(1, 2, 2, List.of(own, message(2))), 0);
        assertThat(delivered()).containsExactly(2L);
    }

    @Test
    void movesAMessageThatWaits_whenItComesUnderALargerNumber() {
        inbox.beginAfter(0, 0);
        inbox.received(message(2), 0);
        inbox.received(message(2).toBuilder().setSeq(3).build(), 0);
        inbox.received(message(1), 0);
        assertThat(delivered()).containsExactly(1L, 3L);
        assertThat(inbox.cursor()).isEqualTo(3);
    }

    @Test
    void tellsThatAMessageMoved_whenItWasShownUnderTheOldNumber() {
        inbox.beginAfter(0, 0);
        inbox.received(message(1), 0);
        assertThat(delivered()).containsExactly(1L);
        inbox.received(message(1).toBuilder().setSeq(2).build(), 0);
        assertThat(inbox.drain()).containsExactly(new InboxEvent.Moved(ID, 101, 1, 2));
        assertThat(inbox.cursor()).isEqualTo(2);
    }

    @Test
    void collectsUntilItKnowsWhereToBegin() {
        inbox.received(message(5), 0);
        inbox.received(message(7), 0);
        assertThat(inbox.drain()).isEmpty();
        inbox.beginAfter(5, 0);
        inbox.received(message(6), 0);
        assertThat(delivered()).containsExactly(6L, 7L);
        inbox.beginAfter(100, 0);
        assertThat(inbox.cursor()).as("only the first beginning counts").isEqualTo(7);
    }

    @Test
    void holdsBackNoMoreThanAllowed_andPullsTheRest() {
        InboxLimits small = new InboxLimits(3, 1 << 20, 100, 10, Duration.ofMillis(500));
        ConversationInbox bounded = new ConversationInbox(ID, small, message -> false);
        bounded.beginAfter(0, 0);
        IntStream.rangeClosed(2, 10).forEach(seq -> bounded.received(message(seq), 0));
        bounded.received(message(1), 0);
        assertThat(seqs(bounded.drain())).containsExactly(1L, 2L, 3L, 4L);
        assertThat(bounded.nextPull(500)).map(PullRequest::getFromSeq).hasValue(5L);
    }

    @Test
    void holdsBackNoMoreBytesThanAllowed() {
        Message large = message(3).toBuilder()
                .setContent(Content.newBuilder().setText("x".repeat(600)))
                .build();
        InboxLimits small = new InboxLimits(100, 1_000, 100, 10, Duration.ofMillis(500));
        ConversationInbox bounded = new ConversationInbox(ID, small, message -> false);
        bounded.beginAfter(0, 0);
        bounded.received(large.toBuilder().setSeq(2).setMessageId(102).build(), 0);
        bounded.received(large, 0);
        bounded.received(message(1), 0);
        assertThat(seqs(bounded.drain())).containsExactly(1L, 2L);
    }

    @Test
    void pullsNothingMore_whileTheApplicationIsBehind() {
        InboxLimits small = new InboxLimits(100, 1 << 20, 2, 10, Duration.ofMillis(500));
        ConversationInbox slow = new ConversationInbox(ID, small, message -> false);
        slow.beginAfter(0, 0);
        slow.headIs(4, 0);
        assertThat(slow.nextPull(0)).isPresent();
        slow.pulled(page(1, 2, 4, List.of(message(1), message(2))), 0);
        assertThat(slow.nextPull(10_000)).isEmpty();
        slow.consumed(2, 10_000);
        assertThat(slow.nextPull(10_000)).isPresent();
    }

    @Test
    void acknowledgesAgain_afterTheConnectionWasLost() {
        inbox.beginAfter(0, 0);
        inbox.received(message(1), 0);
        inbox.consumed(1, 0);
        assertThat(inbox.takeAck()).hasValue(1);
        inbox.disconnected();
        assertThat(inbox.takeAck()).hasValue(1);
    }

    private List<Long> delivered() {
        return seqs(inbox.drain());
    }

    private static List<Long> seqs(List<InboxEvent> events) {
        return events.stream()
                .map(event -> ((InboxEvent.Deliver) event).message().getSeq())
                .toList();
    }

    private static Message message(long seq) {
        return Message.newBuilder()
                .setConversationId(ID)
                .setSeq(seq)
                .setMessageId(100 + seq)
                .setFromUserId("alice")
                .setFromDeviceId("phone")
                .build();
    }

    private static PullPage page(long from, long completeTo, long head, List<Message> messages) {
        return new PullPage(from, messages, completeTo, head, Duration.ZERO);
    }
}
