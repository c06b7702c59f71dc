package io.yizhan.server;

import io.netty.channel.EventLoopGroup;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.audience.OnlineGroups;
import io.yizhan.server.auth.LoginResult;
import io.yizhan.server.cluster.LinkStatus;
import io.yizhan.server.cluster.LinkTraffic;
import io.yizhan.server.cluster.PeerChannels;
import io.yizhan.server.cluster.PeerEntrance;
import io.yizhan.server.cluster.PeerListener;
import io.yizhan.server.cluster.PublishedPeers;
import io.yizhan.server.cluster.WorkerRouter;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.config.MeshConfig;
import io.yizhan.server.config.NewcomerConfig;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.Lanes;
import io.yizhan.server.delivery.MembersDoor;
import io.yizhan.server.delivery.MessageIds;
import io.yizhan.server.delivery.MessageRouter;
import io.yizhan.server.delivery.PeerInbox;
import io.yizhan.server.delivery.PositionReceipts;
import io.yizhan.server.delivery.ReceiptPacer;
import io.yizhan.server.delivery.StoredCatchUp;
import io.yizhan.server.delivery.TailCloser;
import io.yizhan.server.delivery.TypingRelay;
import io.yizhan.server.presence.PresenceLimits;
import io.yizhan.server.presence.PresenceWatch;
import io.yizhan.server.session.PeerTransport;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.LeaseKeeper;
import io.yizhan.server.state.ManualScheduler;
import io.yizhan.server.state.StateManager;
import io.yizhan.server.transport.ClientListener;
import io.yizhan.server.transport.ClientServices;
import io.yizhan.server.transport.EventLoops;
import io.yizhan.server.transport.GroupServices;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;

/** A whole worker with real sockets for clients and other workers, over a backend in memory. Every token is good. */
final class MemoryWorker implements AutoCloseable {
    static final Duration PING_TIMEOUT = Duration.ofSeconds(2);
    private static final String SECRET = "only for tests, only for tests, only for tests";
    private static final DeliveryConfig DELIVERY = new DeliveryConfig(
            2, 20_000, 256, Duration.ofSeconds(8), Duration.ofSeconds(10), Duration.ofMinutes(2), true);

    final SessionManager sessions = new SessionManager();
    final MemoryMembership membership;
    final WorkerRouter router;
    final int port;
    private final ManualScheduler renewals = new ManualScheduler(MemoryBackend.LEASE.dividedBy(3));
    private final LeaseKeeper leases;
    private final EventLoops loops = new EventLoops(2);
    private final PeerEntrance peers;
    private final ClientListener clients;
    final Lanes lanes;
    private final ReceiptPacer pacer;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PresenceWatch presences;

    MemoryWorker(MemoryBackend backend) throws InterruptedException {
        this(backend, Duration.ofSeconds(5), 16 << 20, mesh -> mesh);
    }

    /** @param advertised the port that others are told to dial for this one's mesh */
    MemoryWorker(MemoryBackend backend, Duration resendAfter, int queueBytes, IntUnaryOperator advertised)
            throws InterruptedException {
        this(backend, resendAfter, advertised, (self, inbox, loops) -> {
            MeshConfig mesh = new MeshConfig("127.0.0.1", 0, SECRET, queueBytes, PING_TIMEOUT);
            WorkerRouter router = new WorkerRouter(mesh, self, inbox, loops);
            return new PeerLinks(
                    router,
                    new PeerListener(
                            mesh, self, life -> backend.nodes.isAlive(life) || router.knows(life), inbox, loops));
        });
    }

    /** @param channels what it publishes on for other workers, in the place of a mesh */
    MemoryWorker(MemoryBackend backend, PeerChannels channels) throws InterruptedException {
        this(backend, Duration.ofSeconds(5), mesh -> mesh, (self, inbox, loops) -> {
            MeshConfig config = new MeshConfig("127.0.0.1", 0, SECRET, 16 << 20, PING_TIMEOUT);
            PublishedPeers published = new PublishedPeers(channels, config, self, backend.nodes::isAlive, inbox);
            return new PeerLinks(published.router(), published.entrance());
        });
    }

    private MemoryWorker(MemoryBackend backend, Duration resendAfter, IntUnaryOperator advertised, Ways ways)
            throws InterruptedException {
        membership = new MemoryMembership(backend.nodes);
        SessionLocator locator =
                new SessionLocator(sessions, (node, batch) -> this.router().send(node, batch));
        StateManager states =
                new StateManager(backend.ports.registry(), locator, membership::self, backend.policy::get);
        leases = new LeaseKeeper(backend.ports.registry(), sessions, membership::self, renewals);
        leases.start();
        OnlineGroups groups = new OnlineGroups(
                backend.ports.groups(), backend.ports.store(), backend.ports.sequencer(), membership::self, timer);
        groups.start(Duration.ofMillis(500));
        PeerInbox inbox = new PeerInbox(sessions, groups, states::notHere);
        PeerLinks links = ways.open(membership::self, inbox, loops.workers());
        router = links.router();
        peers = links.entrance();
        DeliveryClock clock = DeliveryClock.system();
        MessageRouter messages = new MessageRouter(locator, groups);
        lanes = new Lanes(DELIVERY, backend.ports, messages, new MessageIds(clock, membership::self), clock);
        pacer = new ReceiptPacer(backend.ports.registry(), locator, clock);
        lanes.start();
        pacer.start();
        HolderLiveness liveness = new HolderLiveness(backend.nodes, router::peers);
        presences = new PresenceWatch(backend.board, liveness, PresenceLimits.ofHeap(), clock, timer);
        presences.start();
        TypingRelay typings = new TypingRelay(backend.board, liveness, locator, backend.groups, clock, timer);
        typings.start();
        clients = new ClientListener(
                config(resendAfter),
                loops,
                sessions,
                new ClientServices(
                        request -> CompletableFuture.completedStage(new LoginResult.Accepted(
                                new UserId(request.getUserId()),
                                new DeviceId(request.getDeviceId()),
                                request.getPlatformValue())),
                        states,
                        lanes,
                        new StoredCatchUp(
                                backend.ports, groups, new TailCloser(backend.log, clock, DELIVERY.holeAge()), clock),
                        new PositionReceipts(backend.ports, groups, pacer),
                        (user, request) -> CompletableFuture.failedStage(
                                new UnsupportedOperationException("This worker recalls nothing")),
                        user -> CompletableFuture.completedStage(true),
                        (recipient, sender) -> CompletableFuture.completedStage(false),
                        presences,
                        typings,
                        Optional::empty,
                        new GroupServices(new MembersDoor(backend.ports.groups()), groups)));
        peers.start();
        port = clients.bind();
        membership.join(new NodeEndpoint("127.0.0.1", port, advertised.applyAsInt(peers.port())), Duration.ZERO);
        peers.begin();
        backend.nodes.listen(router);
    }

    /** Makes the ways to other workers and from them. */
    private interface Ways {
        PeerLinks open(Supplier<Incarnation> self, PeerTransport.Receiver inbox, EventLoopGroup loops);
    }

    /** What went to the other one so far. */
    LinkTraffic sentTo(MemoryWorker other) {
        return router.links().stream()
                .filter(link -> link.peer().equals(other.membership.self()))
                .map(LinkStatus::sent)
                .findAny()
                .orElseThrow();
    }

    /** Whether batches go to the other one at present. */
    boolean isLinkedTo(MemoryWorker other) {
        return router.links().stream()
                .anyMatch(link -> link.peer().equals(other.membership.self()) && link.state() == LinkStatus.State.UP);
    }

    /** Lets it renew the leases of its sessions; done when this returns. */
    void renewLeases() {
        renewals.run();
    }

    private WorkerRouter router() {
        return router;
    }

    private static ClientConfig config(Duration resendAfter) {
        return new ClientConfig(
                "127.0.0.1",
                "127.0.0.1",
                0,
                1 << 20,
                4096,
                Duration.ofSeconds(5),
                new NewcomerConfig(50_000, 20_000),
                Duration.ofSeconds(30),
                32,
                resendAfter,
                100_000,
                Optional.empty());
    }

    @Override
    public void close() throws Exception {
        clients.close();
        leases.close();
        renewals.shutdownNow();
        router.close();
        peers.close();
        lanes.close();
        pacer.close();
        presences.close();
        timer.shutdownNow();
        loops.close();
    }
}
