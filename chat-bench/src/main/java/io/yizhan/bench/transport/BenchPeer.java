package io.yizhan.bench.transport;

import com.google.protobuf.ByteString;
import io.netty.channel.EventLoopGroup;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.NodeId;
import io.yizhan.server.cluster.LinkStatus;
import io.yizhan.server.cluster.LinkTraffic;
import io.yizhan.server.cluster.PeerEntrance;
import io.yizhan.server.cluster.PeerListener;
import io.yizhan.server.cluster.PublishedPeers;
import io.yizhan.server.cluster.WorkerRouter;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.cluster.redis.RedisPeerChannels;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.mesh.PeerBatch;
import io.yizhan.server.mesh.PeerEvent;
import io.yizhan.server.mesh.SessionTarget;
import io.yizhan.server.session.PeerTransport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** A worker without clients: its ways to the others and from them, and nothing else. */
final class BenchPeer implements AutoCloseable {
    private static final int RECIPIENTS = 10;
    private static final int MESSAGE_BYTES = 200;
    private static final Duration ROUND_TRIP = Duration.ofMillis(1_500);
    private static final MeshConfig CONFIG = new MeshConfig(
            "127.0.0.1", 0, "of a comparison on loopback, and of no use else", 16 << 20, Duration.ofSeconds(10));

    private final MemoryMembership membership;
    private final WorkerRouter router;
    private final PeerEntrance entrance;

    private BenchPeer(MemoryMembership membership, WorkerRouter router, PeerEntrance entrance) {
        this.membership = membership;
        this.router = router;
        this.entrance = entrance;
    }

    static BenchPeer overMesh(MemoryNodes nodes, PeerTransport.Receiver receiver, EventLoopGroup loops) {
        MemoryMembership membership = new MemoryMembership(nodes);
        WorkerRouter router = new WorkerRouter(CONFIG, membership::self, receiver, loops);
        return new BenchPeer(
                        membership, router, new PeerListener(CONFIG, membership::self, nodes::isAlive, receiver, loops))
                .join(nodes);
    }

    static BenchPeer overRedis(MemoryNodes nodes, PeerTransport.Receiver receiver, String uri) {
        MemoryMembership membership = new MemoryMembership(nodes);
        PublishedPeers peers = new PublishedPeers(
                new RedisPeerChannels(uri, ROUND_TRIP), CONFIG, membership::self, nodes::isAlive, receiver);
        return new BenchPeer(membership, peers.router(), peers.entrance()).join(nodes);
    }

    private BenchPeer join(MemoryNodes nodes) {
        entrance.start();
        membership.join(new NodeEndpoint("127.0.0.1", 1, entrance.port()), Duration.ZERO);
        entrance.begin();
        nodes.listen(router);
        return this;
    }

    NodeId id() {
        return membership.self().node();
    }

    /** Whether all of so many links are up. */
    boolean isLinkedTo(int others) {
        return router.links().stream()
                        .filter(link -> link.state() == LinkStatus.State.UP)
                        .count()
                == others;
    }

    /** Tells another worker something for ten of its sessions, as a short message would be. */
    boolean send(NodeId to, long atNanos, long number) {
        PeerEvent.Builder event = PeerEvent.newBuilder()
                .setMessage(ByteString.copyFrom(ByteBuffer.allocate(MESSAGE_BYTES)
                        .putLong(atNanos)
                        .putLong(number)
                        .rewind()));
        IntStream.range(0, RECIPIENTS).forEach(session -> event.addTargets(target(session)));
        return router.send(to, PeerBatch.newBuilder().addEvents(event).build());
    }

    private static SessionTarget target(int session) {
        return SessionTarget.newBuilder()
                .setUserId("user-" + session)
                .setDeviceId("phone")
                .setSessionId("0123456789abcdef-" + session)
                .setEpoch(session)
                .build();
    }

    List<LinkTraffic> traffic() {
        return router.links().stream().map(LinkStatus::sent).toList();
    }

    @Override
    public void close() {
        router.close();
        membership.close();
        entrance.close();
    }
}
