package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SendQueueTest {
    private static final PeerBatch BATCH = PeerBatch.newBuilder()
            .addEvents(PeerEvent.newBuilder().setFrame(ByteString.copyFrom(new byte[96])))
            .build();
    private static final int SIZE = BATCH.getSerializedSize();

    private final SendQueue queue = new SendQueue("1@1", 2 * SIZE);

    @Test
    void dropsAndCounts_whatFindsNoRoom() {
        assertThat(queue.offer(BATCH)).isTrue();
        assertThat(queue.offer(BATCH)).isTrue();
        assertThat(queue.offer(BATCH)).isFalse();

        assertThat(queue.dropped()).isOne();
        assertThat(queue.bytes()).isEqualTo(2 * SIZE);
    }

    @Test
    void countsABatch_untilItIsConfirmed() {
        queue.offer(BATCH);
        queue.offer(BATCH);
        queue.poll();
        assertThat(queue.offer(BATCH)).isFalse();

        queue.confirm(queue.taken());

        assertThat(queue.offer(BATCH)).isTrue();
        assertThat(queue.bytes()).isEqualTo(2 * SIZE);
    }

    @Test
    void givesWhatIsUnconfirmedAgain_inOrder_beforeAllElse() {
        SendQueue large = new SendQueue("1@1", 100 * SIZE);
        IntStream.range(0, 5).forEach(number -> large.offer(numbered(number)));
        IntStream.range(0, 3).forEach(number -> large.poll());
        large.confirm(1);

        large.begin();
        assertThat(large.taken()).isZero();
        assertThat(large.poll()).contains(numbered(1));
        large.begin();

        for (int number = 1; number < 5; number++) {
            assertThat(large.poll()).contains(numbered(number));
        }
        assertThat(large.poll()).isEmpty();
        large.confirm(4);
        assertThat(large.bytes()).isZero();
    }

    @Test
    void isEmptyAfterClear() {
        queue.offer(BATCH);
        queue.offer(BATCH);
        queue.poll();

        queue.clear();

        assertThat(queue.bytes()).isZero();
        assertThat(queue.poll()).isEmpty();
    }

    private static PeerBatch numbered(int number) {
        return PeerBatch.newBuilder()
                .addEvents(PeerEvent.newBuilder().setFrame(ByteString.copyFrom(new byte[] {(byte) number})))
                .build();
    }
}
