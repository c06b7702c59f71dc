package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Positions.Move;
import io.yizhan.server.state.Positions.Position;
import io.yizhan.server.state.UnsavedPositions.Acknowledged;
import io.yizhan.server.state.UnsavedPositions.Batch;
import io.yizhan.server.state.UnsavedPositions.Change;
import io.yizhan.server.state.UnsavedPositions.Reached;
import io.yizhan.server.state.UnsavedPositions.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link UnsavedPositions} keeps; nothing else moves in the store under test. */
public abstract class UnsavedPositionsContract {
    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final ConversationId ANN_BOB = ConversationId.direct(ANN, BOB);

    protected abstract Positions positions();

    protected abstract UnsavedPositions unsaved();

    /** Lets what was noted become due. */
    protected abstract void passUntilDue();

    /** Lets claims run out. */
    protected abstract void passLease();

    private List<Change> claimed() {
        return Stages.get(unsaved().claim(100)).changes();
    }

    private void move(long seq) {
        Stages.get(positions().advance(List.of(new Move(ANN_BOB, ANN, seq, 0))));
    }

    @Test
    void givesWhatMoved_withItsLastValue_once() {
        assertThat(claimed()).isEmpty();
        move(1);
        Stages.get(positions().advance(List.of(new Move(ANN_BOB, BOB, 4, 3), new Move(ANN_BOB, ANN, 2, 0))));
        Stages.get(positions().acknowledge(BOB, PHONE, Map.of(ANN_BOB, 4L)));
        Stages.get(positions().seen(ANN, PHONE));
        passUntilDue();

        Batch batch = Stages.get(unsaved().claim(100));

        assertThat(batch.changes())
                .containsExactlyInAnyOrder(
                        new Reached(ANN_BOB, ANN, new Position(2, 0)),
                        new Reached(ANN_BOB, BOB, new Position(4, 3)),
                        new Acknowledged(BOB, PHONE, ANN_BOB, 4),
                        new Seen(ANN, PHONE));
        Stages.get(unsaved().settle(batch));
        passLease();
        assertThat(claimed()).isEmpty();
    }

    @Test
    void givesItAgain_whenItMovedWhileItWasBeingSaved() {
        move(1);
        passUntilDue();
        Batch batch = Stages.get(unsaved().claim(100));
        move(2);

        Stages.get(unsaved().settle(batch));

        passUntilDue();
        assertThat(claimed()).containsExactly(new Reached(ANN_BOB, ANN, new Position(2, 0)));
    }

    @Test
    void givesItAgain_whenWhoeverClaimedItDied() {
        move(1);
        passUntilDue();
        assertThat(claimed()).hasSize(1);

        passLease();

        assertThat(claimed()).containsExactly(new Reached(ANN_BOB, ANN, new Position(1, 0)));
    }

    @Test
    void givesNoMoreThanIsAskedFor_andTheRestLater() {
        Stages.get(positions().advance(List.of(new Move(ANN_BOB, ANN, 1, 0), new Move(ANN_BOB, BOB, 2, 0))));
        passUntilDue();
        List<Change> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Batch one = Stages.get(unsaved().claim(1));
            assertThat(one.changes()).hasSize(1);
            all.addAll(one.changes());
            Stages.get(unsaved().settle(one));
        }

        assertThat(all)
                .containsExactlyInAnyOrder(
                        new Reached(ANN_BOB, ANN, new Position(1, 0)), new Reached(ANN_BOB, BOB, new Position(2, 0)));
        assertThat(claimed()).isEmpty();
    }
}
