package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static io.yizhan.server.delivery.World.outcome;
import static io.yizhan.server.delivery.World.stored;
import static io.yizhan.server.delivery.World.text;
import static io.yizhan.server.delivery.World.toBob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.ErrorCode;
import io.yizhan.group.GroupHistory;
import io.yizhan.protocol.GroupEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A group that is sent more than its members here can be told: their event loop does not come to it. */
class BackpressureSenderTest extends GroupScene {
    private final BackpressureSender sender = new BackpressureSender(lanes, online);
    /** Other ids than those of the scene. */
    private long sends = 1_000;

    private CompletionStage<SendOutcome> say() {
        return say(++sends);
    }

    private CompletionStage<SendOutcome> say(long id) {
        return sender.send(new SendCommand(ANN, PHONE, new Recipient.Group(GROUP), id, text("x")));
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

    @Test
    void turnsSendersAway_whileMembersAreBehind_andTakesThemInAgain() {
        World.Device bob = bobOnline();
        for (int i = 0; i < BackpressureSender.MOST_UNDER_WAY; i++) {
            assertThat(outcome(say())).isInstanceOf(SendOutcome.Stored.class);
        }
        await().untilAsserted(() -> assertThat(online.waiting(GROUP)).isEqualTo(BackpressureSender.MOST_UNDER_WAY));

        assertThat(outcome(say())).isInstanceOfSatisfying(SendOutcome.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(refused.retryAfterMs()).isPositive();
        });
        assertThat(stored(sender.send(toBob(1, "a"))).getSeq())
                .as("to him alone")
                .isOne();
        SendCommand event = SendCommand.telling(GROUP, new GroupEvent.Renamed(ANN, "New", change()).notice(), ANN);
        assertThat(outcome(sender.send(event))).as("an event").isInstanceOf(SendOutcome.Stored.class);

        await().untilAsserted(() -> {
            bob.channel().runPendingTasks();
            assertThat(pushed(bob)).hasSizeGreaterThan(BackpressureSender.MOST_UNDER_WAY);
        });
        assertThat(online.waiting(GROUP)).isZero();
        assertThat(outcome(say(sends))).as("it comes again").isInstanceOf(SendOutcome.Stored.class);
    }

    @Test
    void countsWhatIsOnItsWay_andForgetsWhatHasEnded() {
        World.Device bob = bobOnline();
        CompletableFuture<Void> written = new CompletableFuture<>();
        world.log.does(batch -> written);
        List<CompletableFuture<SendOutcome>> sent = new ArrayList<>();
        for (int i = 0; i < 2 * BackpressureSender.MOST_UNDER_WAY; i++) {
            sent.add(say().toCompletableFuture());
        }
        int most = BackpressureSender.MOST_UNDER_WAY;
        try {
            assertThat(sent.subList(0, most)).as("on their way").noneMatch(CompletableFuture::isDone);
            assertThat(sent.subList(most, 2 * most)).as("refused").allMatch(CompletableFuture::isDone);
        } finally {
            world.log.does(batch -> CompletableFuture.completedStage(null));
            written.complete(null);
        }
        await().untilAsserted(() -> {
            bob.channel().runPendingTasks();
            assertThat(pushed(bob)).hasSizeGreaterThanOrEqualTo(most);
        });
        assertThat(outcome(say(sends - most + 1))).as("it comes again").isInstanceOf(SendOutcome.Stored.class);
    }
}
