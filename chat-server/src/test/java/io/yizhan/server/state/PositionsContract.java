package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions.Move;
import io.yizhan.server.state.Positions.Moved;
import io.yizhan.server.state.Positions.Position;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link Positions} keeps. */
public abstract class PositionsContract {
    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final long LARGE = (1L << 53) - 1;

    private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);
    private final ConversationId conversation = ConversationId.direct(ALICE, new UserId("bob" + run));
    private final ConversationId other = ConversationId.group(new GroupId(run + "b"));

    protected abstract Positions positions();

    @Test
    void movesForwardOnly_andSaysWhetherItMoved() {
        Positions positions = positions();

        List<Moved> moved = Stages.get(positions.advance(List.of(
                new Move(conversation, ALICE, 5, 3),
                new Move(other, ALICE, 7, 0),
                new Move(conversation, ALICE, 4, 4),
                new Move(conversation, BOB, 0, 0),
                new Move(conversation, ALICE, 5, 4),
                new Move(conversation, ALICE, LARGE, 0))));

        assertThat(moved)
                .containsExactly(
                        new Moved(new Position(5, 3), true),
                        new Moved(new Position(7, 0), true),
                        new Moved(new Position(5, 4), true),
                        new Moved(Position.NONE, false),
                        new Moved(new Position(5, 4), false),
                        new Moved(new Position(LARGE, 4), true));
        assertThat(Stages.get(positions.advance(List.of()))).isEmpty();
    }

    @Test
    void findsBothSidesOfTwo_andOnlyOnesOwnPositionInAGroup() {
        Positions positions = positions();
        Stages.get(positions.advance(List.of(
                new Move(conversation, ALICE, 5, 3),
                new Move(conversation, BOB, 0, 2),
                new Move(other, ALICE, 9, 9),
                new Move(other, BOB, 1, 0))));
        ConversationId unknown = ConversationId.direct(ALICE, new UserId(run));

        assertThat(Stages.get(positions.find(BOB, List.of(conversation, other, unknown, other))))
                .containsOnly(
                        Map.entry(conversation, Map.of(ALICE, new Position(5, 3), BOB, new Position(0, 2))),
                        Map.entry(other, Map.of(BOB, new Position(1, 0))),
                        Map.entry(unknown, Map.of()));
        assertThat(Stages.get(positions.find(BOB, List.of()))).isEmpty();
    }

    @Test
    void endsAtTheHighest_andEachStepCountsOnce_whenManyMoveAtOnce() {
        Positions positions = positions();

        List<Moved> moved = Race.of(
                20,
                i -> Stages.get(positions.advance(List.of(new Move(conversation, ALICE, 1 + i / 2, 0))))
                        .get(0));

        assertThat(Stages.get(positions.find(ALICE, List.of(conversation))).get(conversation))
                .containsEntry(ALICE, new Position(10, 0));
        List<Long> changes = moved.stream()
                .filter(Moved::changed)
                .map(each -> each.position().delivered())
                .toList();
        assertThat(changes).doesNotHaveDuplicates().contains(10L);
    }

    @Test
    void movesTheCursorOfItsOwnDeviceOnly_andForwardOnly() {
        Positions positions = positions();
        UserId user = new UserId("user-" + run);
        DeviceId phone = new DeviceId("phone");

        Stages.get(positions.acknowledge(user, phone, Map.of(conversation, 5L, other, LARGE)));
        Stages.get(positions.acknowledge(user, phone, Map.of(conversation, 4L)));
        Stages.get(positions.acknowledge(user, new DeviceId("laptop"), Map.of(conversation, 9L)));
        Stages.get(positions.acknowledge(user, phone, Map.of()));

        assertThat(Stages.get(positions.cursors(user, phone)))
                .containsOnly(Map.entry(conversation, 5L), Map.entry(other, LARGE));
        assertThat(Stages.get(positions.find(ALICE, List.of(conversation))).get(conversation))
                .doesNotContainKey(user);
    }

    @Test
    void knowsADeviceThatWasSeen_withoutCursors() {
        Positions positions = positions();
        UserId user = new UserId("user-" + run);
        DeviceId phone = new DeviceId("phone");

        Stages.get(positions.seen(user, phone));
        Stages.get(positions.seen(user, phone));

        assertThat(Stages.get(positions.cursors(user, phone))).isEmpty();
        Stages.get(positions.acknowledge(user, phone, Map.of(conversation, 1L)));
        assertThat(Stages.get(positions.cursors(user, phone))).containsOnly(Map.entry(conversation, 1L));
    }
}
