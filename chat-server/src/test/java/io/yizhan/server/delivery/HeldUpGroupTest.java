package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import io.yizhan.group.GroupHistory;
import io.yizhan.protocol.GroupEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A group that is sent more than its members here can be told: their event loop does not come to it. */
class HeldUpGroupTest extends GroupScene {
    /** As a group's loop takes on. */
    private static final int MOST_IN_ROUND = 128;

    private final List<CompletableFuture<SendOutcome>> sent = new ArrayList<>();

    private CompletableFuture<SendOutcome> say() {
        CompletableFuture<SendOutcome> outcome = lanes.send(
                        new SendCommand(ANN, PHONE, new Recipient.Group(GROUP), 1_000 + sent.size(), text("x")))
                .toCompletableFuture();
        sent.add(outcome);
        return outcome;
    }

    private World.Device bobOnline() {
        create(GroupHistory.SINCE_JOIN);
        join(BOB);
        World.Device bob = online(BOB, PHONE);
        long first = says(ANN);
        await().untilAsserted(() -> {
            bob.channel().runPendingTasks();
            assertThat(pushed(bob)).as("and all before it").contains(first);
        });
        return bob;
    }

    private void holdUp(int waiting) {
        for (int i = 0; i < MOST_IN_ROUND + waiting; i++) {
            say();
        }
        await().untilAsserted(() -> {
            assertThat(online.room(GROUP)).isZero();
            assertThat(sent).filteredOn(CompletableFuture::isDone).hasSizeGreaterThanOrEqualTo(MOST_IN_ROUND);
        });
    }

    @Test
    void waitsUntilItsMembersHaveBeenTold_andHoldsUpNobodyElse() {
        World.Device bob = bobOnline();
        holdUp(MOST_IN_ROUND / 2);

        for (int i = 1; i <= 20; i++) {
            SendCommand alone = new SendCommand(ANN, PHONE, new Recipient.User(CAROL), i, text("to her alone"));
            assertThat(stored(lanes.send(alone)).getSeq()).isEqualTo(i);
        }
        assertThat(sent.get(sent.size() - 1)).isNotDone();

        await().untilAsserted(() -> {
            bob.channel().runPendingTasks();
            assertThat(sent).allMatch(CompletableFuture::isDone);
        });
        assertThat(sent).map(CompletableFuture::join).allMatch(SendOutcome.Stored.class::isInstance);
        List<Long> seqs = sent.stream()
                .map(outcome -> ((SendOutcome.Stored) outcome.join()).response().getSeq())
                .toList();
        assertThat(seqs).isSorted();
        await().untilAsserted(() -> {
            bob.channel().runPendingTasks();
            assertThat(pushed(bob)).endsWith(seqs.toArray(new Long[0]));
        });
    }

    @Test
    void turnsSendersAway_whereTooMuchWaits_butTellsWhatHappensInIt() {
        World.Device bob = bobOnline();
        holdUp(TurnQueue.MOST_OF_GROUP);
        while (sent.stream().filter(outcome -> !outcome.isDone()).count() < TurnQueue.MOST_OF_GROUP) {
            say();
        }

        assertThat(say().join()).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.retryAfterMs()).isPositive();
        });
        CompletableFuture<SendOutcome> event = lanes.send(
                        SendCommand.telling(GROUP, new GroupEvent.Renamed(ANN, "New", change()).notice(), ANN))
                .toCompletableFuture();
        assertThat(event).isNotDone();
        await().untilAsserted(() -> {
            bob.channel().runPendingTasks();
            assertThat(event).isCompletedWithValueMatching(SendOutcome.Stored.class::isInstance);
        });
    }

    @Test
    void isFinished_whenTheLanesEnd() {
        bobOnline();
        holdUp(MOST_IN_ROUND / 2);

        lanes.close();

        assertThat(sent).map(CompletableFuture::join).allMatch(SendOutcome.Stored.class::isInstance);
    }
}
