package io.yizhan.server.cluster;

import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import java.util.concurrent.atomic.LongAdder;

/** Counts what goes to one peer. Safe from any thread. */
final class TrafficCount {
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder recipients = new LongAdder();
    private final LongAdder repeats = new LongAdder();

    /** @param size in bytes, as the batch travels */
    void sent(PeerBatch batch, long size, boolean again) {
        frames.increment();
        bytes.add(size);
        recipients.add(batch.getEventsList().stream()
                .mapToLong(PeerEvent::getTargetsCount)
                .sum());
        if (again) {
            repeats.increment();
        }
    }

    LinkTraffic sum() {
        return new LinkTraffic(frames.sum(), bytes.sum(), recipients.sum(), repeats.sum());
    }
}
