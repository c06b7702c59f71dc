package io.yizhan.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
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
    void countsABatchUntilItIsWritten() {
        queue.offer(BATCH);
        queue.offer(BATCH);
        PeerBatch first = queue.poll().orElseThrow();
        assertThat(queue.offer(BATCH)).isFalse();

        queue.written(first);

        assertThat(queue.offer(BATCH)).isTrue();
    }

    @Test
    void isEmptyAfterClear() {
        queue.offer(BATCH);
        queue.offer(BATCH);

        queue.clear();

        assertThat(queue.bytes()).isZero();
        assertThat(queue.poll()).isEmpty();
    }
}
