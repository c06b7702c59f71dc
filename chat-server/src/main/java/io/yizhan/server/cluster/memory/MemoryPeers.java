package io.yizhan.server.cluster.memory;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The mesh inside one process: all workers share one of these, and each gets its transport from {@link #join}. Batches
 * between two workers keep their order if the executor does.
 */
public final class MemoryPeers {
    private final Executor executor;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();

    /** @param executor where receivers are called */
    public MemoryPeers(Executor executor) {
        this.executor = executor;
    }

    /** The transport of one worker, which from now on gets what others send to its present node id. */
    public PeerTransport join(Supplier<Incarnation> self, PeerTransport.Receiver receiver) {
        var peer = new Peer(self, receiver);
        peers.add(peer);
        return (node, batch) -> send(peer, node, batch);
    }

    /** Cuts a worker off: nobody reaches it any more. */
    public void leave(Incarnation life) {
        peers.removeIf(peer -> peer.self().get().equals(life));
    }

    private boolean send(Peer from, NodeId node, PeerBatch batch) {
        Optional<Peer> to = peers.stream()
                .filter(peer -> peer != from && peer.self().get().node().equals(node))
                .findFirst();
        to.ifPresent(peer -> executor.execute(() -> deliver(from, peer, batch)));
        return to.isPresent();
    }

    private static void deliver(Peer from, Peer to, PeerBatch batch) {
        List<SessionTarget> absent = to.receiver().receive(from.self().get().node(), batch);
        if (!absent.isEmpty()) {
            from.receiver().notHere(to.self().get(), absent);
        }
    }

    private record Peer(Supplier<Incarnation> self, PeerTransport.Receiver receiver) {}
}
