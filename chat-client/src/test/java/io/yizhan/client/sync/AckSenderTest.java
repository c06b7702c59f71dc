package io.yizhan.client.sync;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.Frame;
import chat.v2.Message;
import chat.v2.Position;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.yizhan.client.connection.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AckSenderTest {
    private static final int BATCH = 4;
    private static final long STEP_MS = 10;

    private final MockTicker clock = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(clock).build();
    private final Sent sent = new Sent();
    private final AckSender sender = new AckSender(channel.eventLoop(), SyncSettings.defaults(), inbox -> true);
    private final ConversationInbox bob = begun("d:ann:bob");
    private final ConversationInbox team = begun("g:team");
    private final ConversationInbox club = begun("g:club");

    /** What was told, each frame's positions by themselves. */
    private static final class Sent implements Exchange {
        private final List<List<String>> frames = new ArrayList<>();

        @Override
        public CompletableFuture<Frame> ask(Frame.Builder request) {
            throw new AssertionError("Acknowledgements ask for nothing: " + request);
        }

        @Override
        public void tell(Frame.Builder frame) {
            frames.add(frame.getDeliveryAck().getPositionsList().stream()
                    .map(Sent::text)
                    .toList());
        }

        private static String text(Position position) {
            return position.getConversationId() + " " + position.getSeq();
        }
    }

    private static ConversationInbox begun(String id) {
        ConversationInbox inbox = new ConversationInbox(id, InboxLimits.defaults(), message -> false);
        inbox.beginAfter(0, 0);
        return inbox;
    }

    private void shown(ConversationInbox inbox, long seq) {
        inbox.received(
                Message.newBuilder()
                        .setConversationId(inbox.conversationId())
                        .setSeq(seq)
                        .setMessageId(seq)
                        .setContent(Content.getDefaultInstance())
                        .build(),
                0);
        int events = inbox.drain().size();
        inbox.consumed(inbox.cursor(), 0);
        sender.look(inbox, events);
    }

    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += STEP_MS) {
            clock.advance(STEP_MS, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @Test
    void tellsTheOtherSideSoon() {
        sender.online(sent, BATCH);
        shown(bob, 1);
        shown(bob, 2);
        pass(100 - STEP_MS);
        assertThat(sent.frames).isEmpty();
        pass(STEP_MS);
        assertThat(sent.frames).containsExactly(List.of("d:ann:bob 2"));
    }

    @Test
    void gathersForASecond_inGroups() {
        sender.online(sent, BATCH);
        shown(team, 1);
        pass(500);
        shown(team, 2);
        shown(club, 1);
        pass(500 - STEP_MS);
        assertThat(sent.frames).isEmpty();
        pass(STEP_MS);
        assertThat(sent.frames).containsExactly(List.of("g:team 2", "g:club 1"));
        pass(5_000);
        assertThat(sent.frames).as("each is told once").hasSize(1);
    }

    @Test
    void takesGroupsAlong_whenAnythingIsTold() {
        sender.online(sent, BATCH);
        shown(team, 1);
        shown(bob, 1);
        pass(100);
        assertThat(sent.frames).containsExactly(List.of("g:team 1", "d:ann:bob 1"));
        shown(team, 2);
        pass(1_000);
        assertThat(sent.frames).hasSize(2).last().isEqualTo(List.of("g:team 2"));
    }

    @Test
    void waitsForNothing_whenMuchIsOwed() {
        sender.online(sent, BATCH);
        for (int seq = 1; seq <= BATCH; seq++) {
            shown(team, seq);
        }
        assertThat(sent.frames).containsExactly(List.of("g:team " + BATCH));
    }

    @Test
    void keepsWhatIsOwed_whileThereIsNoConnection() {
        shown(team, 1);
        pass(2_000);
        sender.online(sent, BATCH);
        assertThat(sent.frames).containsExactly(List.of("g:team 1"));
    }
}
