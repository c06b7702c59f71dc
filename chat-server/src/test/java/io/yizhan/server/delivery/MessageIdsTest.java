package io.yizhan.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private final TestClock clock = new TestClock();
    private final AtomicLong node = new AtomicLong(5);
    private final MessageIds ids = new MessageIds(clock, () -> new Incarnation(new NodeId(node.get()), 1));

    @Test
    void putsTimeFirst_thenTheNode_thenACounter() {
        node.set(1_024 + 5);
        long first = ids.next();
        assertThat(first >>> 22).isEqualTo(clock.epochMs() - MessageIds.START_MS);
        assertThat(first >>> 12 & 1_023).isEqualTo(5);
        assertThat(first & 4_095).isZero();
        assertThat(ids.next()).isEqualTo(first + 1);
    }

    @Test
    void borrowsFromTheNextMillisecond_whenOneIsUsedUp() {
        List<Long> many = LongStream.range(0, 10_000).mapToObj(i -> ids.next()).toList();
        assertThat(many).isSorted().doesNotHaveDuplicates();
        assertThat(many.get(9_999) >>> 22).isEqualTo(clock.epochMs() - MessageIds.START_MS + 2);
        clock.go(10);
        assertThat(ids.next() >>> 22).isEqualTo(clock.epochMs() - MessageIds.START_MS);
    }

    @Test
    void neverGoesBack_whenTheClockOrTheNodeNumberDoes() {
        long before = ids.next();
        clock.setBack(60_000);
        long after = ids.next();
        node.set(2);
        assertThat(after).isGreaterThan(before);
        assertThat(ids.next()).isGreaterThan(after);
    }

    @Test
    void letsTheCounterRollOn_whenTheMillisecondChanges() {
        long first = ids.next();
        clock.go(1);
        assertThat(ids.next()).isEqualTo(first + (1 << 22) + 1);
    }

    @Test
    void passesWhatItSaw_andNoFurther() {
        long first = ids.next();
        long raised = first + (5L << 22);
        ids.saw(raised);
        assertThat(ids.next()).isEqualTo(raised + 1);
        ids.saw(first);
        assertThat(ids.next()).isEqualTo(raised + 2);
    }

    @Test
    void givesNoIdTwice_toManyThreads() {
        List<Long> all =
                IntStream.range(0, 40_000).parallel().mapToObj(i -> ids.next()).toList();
        assertThat(all).doesNotHaveDuplicates();
    }
}
