package io.yizhan.server.cluster;

import io.netty.channel.EventLoopGroup;
import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A worker that is nothing but its mesh: membership in memory, links on loopback. */
final class MeshNode implements PeerNode.Linked {
    static final String SECRET = "only for tests, only for tests, only for tests";

    final MemoryMembership membership;
    final Inbox inbox = new Inbox();
    final WorkerRouter router;
    private final MemoryNodes nodes;
    private final MeshConfig config;
    private final EventLoopGroup loops;
    private PeerListener listener;

    MeshNode(MemoryNodes nodes, EventLoopGroup loops, MeshConfig config) {
        this.nodes = nodes;
        this.loops = loops;
        this.config = config;
        this.membership = new MemoryMembership(nodes);
        this.router = new WorkerRouter(config, membership::self, inbox, loops);
        this.listener = listen(0);
        membership.onNewLife(life -> {
            listener.begin();
            router.newLife(life);
        });
        membership.join(new NodeEndpoint("127.0.0.1", 1, listener.port()), Duration.ZERO);
        listener.begin();
        nodes.listen(router);
    }

    static MeshConfig config(Duration pingTimeout, int queueBytes) {
        return new MeshConfig("127.0.0.1", 0, SECRET, queueBytes, pingTimeout);
    }

    @Override
    public MemoryMembership membership() {
        return membership;
    }

    @Override
    public WorkerRouter router() {
        return router;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    PeerListener listener() {
        return listener;
    }

    /** From now on others dial this port. */
    void advertise(int meshPort) {
        nodes.update(
                membership.self(),
                node -> new ImNode(
                        node.incarnation(), new NodeEndpoint("127.0.0.1", 1, meshPort), node.balance(), node.state()));
    }

    /** Does not accept, and has no accepted link, until the returned action is run. */
    @Override
    public Runnable goDark() {
        int port = listener.port();
        listener.close();
        return () -> listener = listen(port);
    }

    private PeerListener listen(int port) {
        var own = new MeshConfig("127.0.0.1", port, config.secret(), config.queueBytes(), config.pingTimeout());
        var fresh = new PeerListener(
                own, membership::self, peer -> nodes.isAlive(peer) || router.knows(peer), inbox, loops);
        fresh.start();
        return fresh;
    }

    @Override
    public void close() {
        router.close();
        membership.close();
        listener.close();
    }

    /** Keeps what comes, and says that all targets of a batch with exactly one event are elsewhere if told to. */
    static final class Inbox implements PeerTransport.Receiver {
        final List<PeerBatch> batches = new CopyOnWriteArrayList<>();
        final List<NodeId> senders = new CopyOnWriteArrayList<>();
        final List<String> stale = new CopyOnWriteArrayList<>();
        volatile boolean hasNobody;
        volatile Runnable onReceive = () -> {};

        @Override
        public List<SessionTarget> receive(NodeId from, PeerBatch batch) {
            onReceive.run();
            senders.add(from);
            batches.add(batch);
            return hasNobody
                    ? batch.getEventsList().stream()
                            .flatMap(event -> event.getTargetsList().stream())
                            .toList()
                    : List.of();
        }

        @Override
        public void notHere(Incarnation by, List<SessionTarget> targets) {
            targets.forEach(target -> stale.add(by + " " + target.getUserId()));
        }
    }
}
