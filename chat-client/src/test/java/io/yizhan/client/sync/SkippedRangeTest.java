package io.yizhan.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Message;
import chat.v2.PullRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server's numbers skip four thousand million at once when its counters were lost. */
class SkippedRangeTest {
    private static final long SKIPPED = 1L << 32;

    private final ConversationInbox inbox =
            new ConversationInbox("d:alice:bob", InboxLimits.defaults(), message -> false);

    private static Message message(long seq) {
        return Message.newBuilder().setSeq(seq).setMessageId(seq).build();
    }

    private List<Long> shown() {
        return inbox.drain().stream()
                .map(event -> ((InboxEvent.Deliver) event).message().getSeq())
                .toList();
    }

    @Test
    void crossesWhatHoldsNothing_withOnePull() {
        inbox.beginAfter(36, 0);
        inbox.received(message(37), 0);
        inbox.received(message(SKIPPED + 1), 0);
        assertThat(shown()).containsExactly(37L);

        PullRequest pull = inbox.nextPull(500).orElseThrow();
        assertThat(pull.getFromSeq()).isEqualTo(38);
        assertThat(pull.getToSeq()).isEqualTo(SKIPPED);
        inbox.pulled(new PullPage(38, List.of(), SKIPPED, SKIPPED + 1, Duration.ZERO), 510);

        assertThat(shown()).containsExactly(SKIPPED + 1);
        assertThat(inbox.cursor()).isEqualTo(SKIPPED + 1);
        assertThat(inbox.pullDueAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void staysInTheOldRange_untilTheServerSaysThatItHoldsNothing() {
        inbox.beginAfter(37, 0);
        inbox.received(message(SKIPPED + 1), 0);
        assertThat(inbox.nextPull(500)).isPresent();
        inbox.pulled(new PullPage(38, List.of(message(38)), 38, SKIPPED + 1, Duration.ofMillis(300)), 510);

        assertThat(shown()).containsExactly(38L);
        assertThat(inbox.pullDueAt()).isEqualTo(810);
    }
}
