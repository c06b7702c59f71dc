package io.yizhan.server.delivery;

import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.session.PeerTransport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps what was handed to the links. */
final class FakePeers implements PeerTransport {
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();

    void down() {
        down.set(true);
    }

    void up() {
        down.set(false);
    }

    List<Sent> sent() {
        return sent;
    }

    /** What went to one worker. */
    List<PeerBatch> batches(long node) {
        return sent.stream()
                .filter(one -> one.node().value() == node)
                .map(Sent::batch)
                .toList();
    }

    @Override
    public boolean send(NodeId node, PeerBatch batch) {
        if (down.get()) {
            return false;
        }
        sent.add(new Sent(node, batch));
        return true;
    }

    record Sent(NodeId node, PeerBatch batch) {}
}
