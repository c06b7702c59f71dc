package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.ANN_BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.SequenceNumber;
import io.yizhan.server.archive.LogRecord;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TailCloserTest {
    private final World world = new World();
    private final TailCloser tail = world.tail();

    @BeforeEach
    void storeNothing() {
        world.log.does(batch -> CompletableFuture.completedStage(null));
    }

    @Test
    void declaresOnlyWhatWasSeenLongEnoughAgo() {
        tail.saw(ANN_BOB, 5, 3);
        world.clock.go(9_999);
        tail.saw(ANN_BOB, 8, 3);
        assertThat(world.log.records()).isEmpty();
        world.clock.go(1);
        tail.saw(ANN_BOB, 9, 3);
        assertThat(world.log.records()).containsExactly(new LogRecord.Void(ANN_BOB, 4, 5));
    }

    @Test
    void startsAnew_whenTheStoreReachedTheHeadThatWasSeen() {
        tail.saw(ANN_BOB, 5, 3);
        world.clock.go(9_000);
        tail.saw(ANN_BOB, 8, 5);
        world.clock.go(9_000);
        tail.saw(ANN_BOB, 8, 5);
        assertThat(world.log.records()).isEmpty();
        world.clock.go(1_000);
        tail.saw(ANN_BOB, 8, 7);
        assertThat(world.log.records()).containsExactly(new LogRecord.Void(ANN_BOB, 8, 8));
    }

    @Test
    void appendsOneRecordInTenSeconds_boundedAlsoWhenMuchIsMissing() {
        tail.saw(ANN_BOB, 5_000, 0);
        for (int second = 0; second < 40; second++) {
            world.clock.go(1_000);
            tail.saw(ANN_BOB, 5_000, 0);
        }
        assertThat(world.log.records()).hasSize(4).containsOnly(new LogRecord.Void(ANN_BOB, 1, 1_000));
    }

    @Test
    void declaresTheRestOfAnEpochAtOnce() {
        long epoch = SequenceNumber.startOf(1);
        tail.saw(ANN_BOB, epoch + 1, 37);
        world.clock.go(10_000);
        tail.saw(ANN_BOB, epoch + 1, 37);
        world.clock.go(10_000);
        tail.saw(ANN_BOB, epoch + 1, epoch);
        assertThat(world.log.records())
                .containsExactly(
                        new LogRecord.Void(ANN_BOB, 38, epoch), new LogRecord.Void(ANN_BOB, epoch + 1, epoch + 1));
    }

    @Test
    void triesAgain_whenTheLogWasAway() {
        world.log.fails();
        tail.saw(ANN_BOB, 1, 0);
        world.clock.go(10_000);
        tail.saw(ANN_BOB, 1, 0);
        world.clock.go(10_000);
        tail.saw(ANN_BOB, 1, 0);
        assertThat(world.log.records()).hasSize(2).containsOnly(new LogRecord.Void(ANN_BOB, 1, 1));
    }
}
