package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.memory.MemorySequencer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two workers whose clocks differ write to the same conversations, in batches that overtake each other. */
class SkewedWorkersTest {
    private static final int DRAWS = 1_000_000;
    private static final int CONVERSATIONS = 20;
    private static final int MOST_IN_BATCH = 100;
    private static final int LANES = 8;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final TestClock wall = new TestClock();
    private final MemorySequencer sequencer = new MemorySequencer(wall.wall(), Duration.ofHours(24));
    private final List<Writer> writers = List.of(new Writer(1), new Writer(2));
    private final long[] given = new long[DRAWS];
    private int count;

    @Test
    void giveNoIdTwice_whenConversationsRaiseThem() {
        System.out.println("SkewedWorkersTest, seed " + seed);
        writers.get(0).clock.setBack(1 + random.nextInt(20));
        while (count < DRAWS) {
            writers.get(random.nextInt(writers.size())).step();
        }
        Arrays.sort(given);
        long twice =
                IntStream.range(1, DRAWS).filter(i -> given[i] == given[i - 1]).count();
        assertThat(twice).as("ids given twice, seed %d", seed).isZero();
    }

    private final class Writer {
        private final TestClock clock = new TestClock();
        private final MessageIds ids;
        private final Deque<List<NumberRequest>> underWay = new ArrayDeque<>();

        Writer(long node) {
            this.ids = new MessageIds(clock, () -> new Incarnation(new NodeId(node), 1));
        }

        void step() {
            if (random.nextInt(4) == 0) {
                writers.forEach(writer -> writer.clock.go(1));
            }
            if (underWay.size() < LANES && random.nextBoolean()) {
                underWay.add(draw(1 + random.nextInt(MOST_IN_BATCH)));
            } else if (!underWay.isEmpty()) {
                place(random.nextBoolean() ? underWay.removeFirst() : underWay.removeLast());
            }
        }

        private List<NumberRequest> draw(int size) {
            List<NumberRequest> batch = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                UserId other = new UserId("user" + random.nextInt(CONVERSATIONS));
                ConversationId conversation = ConversationId.direct(World.ANN, other);
                long id = ids.next();
                batch.add(new NumberRequest(conversation, World.ANN, World.PHONE, id, 0, id, clock.epochMs(), false));
            }
            return batch;
        }

        private void place(List<NumberRequest> batch) {
            for (Allocation allocation :
                    sequencer.allocate(batch).toCompletableFuture().join()) {
                long id = ((Allocation.Fresh) allocation).place().messageId();
                ids.saw(id);
                if (count < DRAWS) {
                    given[count++] = id;
                }
            }
        }
    }
}
