package io.yizhan.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Frame;
import chat.v2.Head;
import chat.v2.Message;
import chat.v2.PullRequest;
import chat.v2.PullResponse;
import chat.v2.Push;
import chat.v2.SyncResponse;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GroupEarTest {
    private static final String TEAM = "g:team";

    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(clock).build();
    private final List<Long> taken = new ArrayList<>();
    private final GroupEar ear = new GroupEar(TEAM, () -> {}, message -> taken.add(message.getSeq()));

    private static Message message(long seq) {
        return Message.newBuilder().setConversationId(TEAM).setSeq(seq).build();
    }

    private void push(long seq) {
        ear.received(
                channel,
                Frame.newBuilder()
                        .setPush(Push.newBuilder().addMessages(message(seq)))
                        .build());
    }

    private List<PullRequest> pulls() {
        List<PullRequest> pulls = new ArrayList<>();
        for (Frame out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            if (out.hasPullRequest()) {
                pulls.add(out.getPullRequest());
            }
        }
        return pulls;
    }

    @Test
    void pullsOnceWhatItLacks_andGoesOnWithWhatCameMeanwhile() {
        ear.loggedIn(channel);
        ear.received(
                channel,
                Frame.newBuilder()
                        .setSyncResponse(SyncResponse.newBuilder()
                                .addHeads(Head.newBuilder()
                                        .setConversationId(TEAM)
                                        .setHeadSeq(10)))
                        .build());
        push(12);
        push(13);
        push(12);
        assertThat(pulls()).singleElement().extracting(PullRequest::getFromSeq).isEqualTo(11L);
        assertThat(taken).isEmpty();

        ear.received(
                channel,
                Frame.newBuilder()
                        .setPullResponse(PullResponse.newBuilder()
                                .addMessages(message(11))
                                .setCompleteToSeq(11)
                                .setHeadSeq(13))
                        .build());
        push(14);
        clock.advance(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(taken).containsExactly(11L, 12L, 13L, 14L);
        assertThat(pulls()).isEmpty();
    }
}
