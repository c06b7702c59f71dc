package io.yizhan.server.cluster.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeListener;
import io.yizhan.discovery.NodeState;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryClusterTest {
    private static final NodeEndpoint HERE = new NodeEndpoint("127.0.0.1", 7000, NodeEndpoint.NO_MESH);
    private static final PeerBatch BATCH = PeerBatch.newBuilder()
            .addEvents(
                    PeerEvent.newBuilder().addTargets(SessionTarget.newBuilder().setUserId("bob")))
            .build();

    private final MemoryNodes nodes = new MemoryNodes();
    private final MemoryMembership worker = new MemoryMembership(nodes);
    private final List<String> heard = new ArrayList<>();

    @Test
    void showsItsLifeFromJoinToClose() {
        nodes.listen(new Recorder());
        assertThatThrownBy(worker::self).isInstanceOf(IllegalStateException.class);

        Incarnation life = worker.join(HERE, Duration.ZERO);
        worker.report(3);
        worker.report(3);
        worker.drain();

        assertThat(nodes.find(life.node())).contains(new ImNode(life, HERE, 3, NodeState.DRAINING));
        worker.close();
        assertThat(nodes.nodes()).isEmpty();
        assertThat(heard).containsExactly("joined 0", "changed 0 3 UP", "changed 0 3 DRAINING", "left 0");
    }

    @Test
    void saysWhetherItIsReady_untilItDrains() {
        Incarnation life = worker.join(HERE, Duration.ZERO);
        assertThat(worker.unregistered()).isZero();

        worker.ready(false);
        assertThat(nodes.find(life.node())).contains(new ImNode(life, HERE, 0, NodeState.DRAINING));
        worker.ready(true);
        assertThat(nodes.find(life.node())).contains(new ImNode(life, HERE, 0, NodeState.UP));
        worker.drain();
        worker.ready(true);

        assertThat(nodes.find(life.node())).contains(new ImNode(life, HERE, 0, NodeState.DRAINING));
    }

    @Test
    void beginsANewLifeUnderANewId_whenItExpires() {
        Incarnation first = worker.join(HERE, Duration.ZERO);
        worker.report(5);
        List<Incarnation> lives = new ArrayList<>();
        worker.onNewLife(lives::add);

        worker.expire();

        assertThat(lives).containsExactly(worker.self());
        assertThat(worker.self().node()).isNotEqualTo(first.node());
        assertThat(worker.self().epoch()).isGreaterThan(first.epoch());
        assertThat(nodes.isAlive(first)).isFalse();
        assertThat(nodes.find(worker.self().node()).orElseThrow().balance()).isEqualTo(5);
    }

    @Test
    void bringsBatchesToPeers_andTheAnswerBack() {
        var peers = new MemoryPeers(Runnable::run);
        var other = new MemoryMembership(nodes);
        worker.join(HERE, Duration.ZERO);
        other.join(HERE, Duration.ZERO);
        PeerTransport out = peers.join(worker::self, new Receiver("worker"));
        peers.join(other::self, new Receiver("other"));

        assertThat(out.send(other.self().node(), BATCH)).isTrue();
        assertThat(out.send(worker.self().node(), BATCH)).isFalse();
        assertThat(out.send(new NodeId(99), BATCH)).isFalse();
        peers.leave(other.self());
        assertThat(out.send(other.self().node(), BATCH)).isFalse();

        assertThat(heard).containsExactly("other received from 0", "worker: not at " + other.self() + ": bob");
    }

    private final class Receiver implements PeerTransport.Receiver {
        private final String name;

        Receiver(String name) {
            this.name = name;
        }

        @Override
        public List<SessionTarget> receive(NodeId from, PeerBatch batch) {
            heard.add(name + " received from " + from);
            return batch.getEvents(0).getTargetsList();
        }

        @Override
        public void notHere(Incarnation by, List<SessionTarget> targets) {
            heard.add(name + ": not at " + by + ": " + targets.get(0).getUserId());
        }
    }

    private final class Recorder implements NodeListener {
        @Override
        public void joined(ImNode node) {
            heard.add("joined " + node.id());
        }

        @Override
        public void changed(ImNode node) {
            heard.add("changed " + node.id() + " " + node.balance() + " " + node.state());
        }

        @Override
        public void left(ImNode node) {
            heard.add("left " + node.id());
        }
    }
}
