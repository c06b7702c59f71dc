package io.yizhan.model;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.model.Tally.Event;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The links between workers: batches come late, in another order, twice, or not at all. */
final class Mesh {
    private final VirtualTime time;
    private final Tally tally;
    private final Map<NodeId, Peer> peers = new HashMap<>();
    private double loss;

    Mesh(VirtualTime time, Tally tally) {
        this.time = time;
        this.tally = tally;
    }

    void loses(double part) {
        loss = part;
    }

    void join(Life life, Incarnation self, PeerTransport.Receiver receiver) {
        peers.put(self.node(), new Peer(life, self, receiver));
        life.atDeath(() -> peers.remove(self.node()));
    }

    PeerTransport from(Life life, Incarnation self) {
        return (node, batch) -> send(life, self, node, batch);
    }

    private boolean send(Life life, Incarnation self, NodeId node, PeerBatch batch) {
        Peer to = peers.get(node);
        if (to == null || life.chance(loss / 2)) {
            return false;
        }
        if (life.chance(loss)) {
            tally.count(Event.BATCH_LOST);
        } else {
            travel(life, () -> to.life().after(0, () -> deliver(self, to, batch)));
        }
        if (life.chance(loss / 4)) {
            tally.count(Event.BATCH_TWICE);
            travel(life, () -> to.life().after(0, () -> deliver(self, to, batch)));
        }
        return true;
    }

    private void deliver(Incarnation self, Peer to, PeerBatch batch) {
        List<SessionTarget> absent = to.receiver().receive(self.node(), batch);
        Peer from = peers.get(self.node());
        if (!absent.isEmpty() && from != null && from.self().equals(self)) {
            travel(to.life(), () -> from.life().after(0, () -> from.receiver().notHere(to.self(), absent)));
        }
    }

    private void travel(Life from, Runnable arrival) {
        time.after(from.chance(0.1) ? from.between(1_000_000, 900_000_000) : from.between(50_000, 1_000_000), arrival);
    }

    private record Peer(Life life, Incarnation self, PeerTransport.Receiver receiver) {}
}
