package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN;
import static io.yizhan.server.delivery.World.BOB;
import static io.yizhan.server.delivery.World.PHONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class TurnQueueTest {
    private static final Recipient HOT = new Recipient.Group(new GroupId("hot"));
    private static final Recipient ONE = new Recipient.User(BOB);
    private static final Recipient OTHER = new Recipient.User(new UserId("carol"));

    private final TurnQueue queue = new TurnQueue(40);

    private static PendingSend to(Recipient recipient, long id) {
        return new PendingSend(new SendCommand(ANN, PHONE, recipient, id, World.text("x")), 0);
    }

    private Optional<PendingSend> poll(long mostBytes) {
        return queue.poll(mostBytes, conversation -> true);
    }

    private List<Long> rest() {
        List<Long> ids = new ArrayList<>();
        for (Optional<PendingSend> next = poll(1_000); next.isPresent(); next = poll(1_000)) {
            ids.add(next.get().command().clientMsgId());
        }
        return ids;
    }

    @Test
    void takesConversationsInTurns_andEachInItsOrder() {
        for (long id = 1; id <= 6; id++) {
            assertThat(queue.offer(to(HOT, id))).isTrue();
        }
        queue.offer(to(ONE, 11));
        queue.offer(to(OTHER, 21));
        queue.offer(to(ONE, 12));

        assertThat(rest()).containsExactly(1L, 11L, 21L, 2L, 12L, 3L, 4L, 5L, 6L);
    }

    @Test
    void leavesRoomForOthers_besideOneThatSendsTooMuch() {
        long taken = 0;
        while (queue.offer(to(HOT, taken + 1))) {
            taken++;
        }

        assertThat(taken).isEqualTo(30);
        assertThat(queue.offer(to(ONE, 100))).isTrue();
        poll(1_000);
        assertThat(poll(1_000)).map(send -> send.command().clientMsgId()).contains(100L);
    }

    @Test
    void takesNoMoreOfAGroup_thanCanGoOnWithinSeconds_butWhatTheServerTellsIt() {
        TurnQueue large = new TurnQueue(1_000);
        for (long id = 1; id <= TurnQueue.MOST_OF_GROUP; id++) {
            assertThat(large.offer(to(HOT, id))).isTrue();
            assertThat(large.offer(to(ONE, id))).isTrue();
        }

        assertThat(large.offer(to(HOT, 1_000))).isFalse();
        assertThat(large.offer(to(ONE, 1_000))).isTrue();
        GroupEvent renamed = new GroupEvent.Renamed(ANN, "New", "change");
        assertThat(large.offer(new PendingSend(SendCommand.telling(new GroupId("hot"), renamed.notice(), ANN), 0)))
                .isTrue();
    }

    @Test
    void passesThoseOver_whoMayNotGoOn_andKeepsWhatTheyHave() {
        queue.offer(to(HOT, 1));
        queue.offer(to(ONE, 2));
        queue.offer(to(HOT, 3));
        Predicate<ConversationId> direct = ConversationId::isDirect;

        assertThat(queue.poll(1_000, direct))
                .map(send -> send.command().clientMsgId())
                .contains(2L);
        assertThat(queue.turnOf(direct)).isFalse();
        assertThat(queue.poll(1_000, direct)).isEmpty();

        assertThat(queue.size()).isEqualTo(2);
        assertThat(rest()).containsExactly(1L, 3L);
    }

    @Test
    void keepsWhatDoesNotFit_andTakesNothingBeforeIt() {
        queue.offer(to(HOT, 1));
        queue.offer(to(ONE, 2));

        assertThat(poll(1)).isEmpty();
        assertThat(rest()).containsExactly(1L, 2L);
    }

    @Test
    void givesBackWhatWasNotTaken() {
        PendingSend first = to(HOT, 1);
        queue.offer(first);
        queue.offer(to(HOT, 2));
        PendingSend only = to(ONE, 3);
        queue.offer(only);

        assertThat(queue.remove(first)).isTrue();
        assertThat(queue.remove(first)).isFalse();
        assertThat(queue.remove(only)).isTrue();

        assertThat(rest()).containsExactly(2L);
        assertThat(queue.size()).isZero();
    }
}
