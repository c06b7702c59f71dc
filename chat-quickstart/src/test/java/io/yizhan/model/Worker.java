package io.yizhan.model;

import chat.v2.LoginRequest;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.ArchiveUnavailableException;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.HoleCloser;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.Persister;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.audience.OnlineGroups;
import io.yizhan.server.auth.Authenticator;
import io.yizhan.server.auth.LoginResult;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.config.NewcomerConfig;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.delivery.DeliveryThreads;
import io.yizhan.server.delivery.Lanes;
import io.yizhan.server.delivery.MembersDoor;
import io.yizhan.server.delivery.MessageIds;
import io.yizhan.server.delivery.MessageRouter;
import io.yizhan.server.delivery.PeerInbox;
import io.yizhan.server.delivery.PersistedActivities;
import io.yizhan.server.delivery.PersistedEvents;
import io.yizhan.server.delivery.PositionReceipts;
import io.yizhan.server.delivery.PositionSaver;
import io.yizhan.server.delivery.ReceiptPacer;
import io.yizhan.server.delivery.Renumbering;
import io.yizhan.server.delivery.StoredCatchUp;
import io.yizhan.server.delivery.StoredRecalls;
import io.yizhan.server.delivery.TailCloser;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.LeaseKeeper;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.StateManager;
import io.yizhan.server.state.StateUnavailableException;
import io.yizhan.server.state.UnsavedPositions;
import io.yizhan.server.transport.ClientServices;
import io.yizhan.server.transport.GroupServices;
import io.yizhan.server.transport.ModelPipeline;
import io.yizhan.settings.LoginPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/** One life of a worker: the real parts, wired as in production, over stores that can be lost. */
final class Worker {
    static final int MAX_UNACKED = 6;
    static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final Duration HOLE_AGE = Duration.ofSeconds(10);
    private static final DeliveryConfig DELIVERY =
            new DeliveryConfig(2, 40, 8, Duration.ofSeconds(8), HOLE_AGE, Duration.ofMinutes(2), true);
    private static final ClientConfig CLIENT = new ClientConfig(
            "127.0.0.1",
            "127.0.0.1",
            0,
            1 << 20,
            4096,
            Duration.ofSeconds(5),
            new NewcomerConfig(50_000, 20_000),
            HEARTBEAT,
            MAX_UNACKED,
            Duration.ofSeconds(5),
            100_000,
            Optional.empty());

    private final Life life;
    private final Incarnation self;
    private final ModelPipeline pipeline;

    Worker(Cluster cluster, Incarnation self, Life life) {
        this.life = life;
        this.self = self;
        long aheadMs = life.between(-300, 300);
        DeliveryClock clock = new WorkerClock(life, aheadMs);
        DeliveryPorts ports = ports(cluster, life);
        SessionManager sessions = new SessionManager();
        SessionLocator locator = new SessionLocator(sessions, cluster.mesh.from(life, self));
        StateManager states = new StateManager(ports.registry(), locator, () -> self, () -> LoginPolicy.MULTI_DEVICE);
        OnlineGroups groups =
                new OnlineGroups(ports.groups(), ports.store(), ports.sequencer(), () -> self, new VirtualThread(life));
        groups.start(HEARTBEAT.dividedBy(2));
        MessageRouter router = new MessageRouter(locator, groups);
        cluster.mesh.join(life, self, new PeerInbox(sessions, groups, states::notHere));
        Renumbering late = new Renumbering(ports, router, clock, DELIVERY.storeDeadline());
        PersistedActivities raised = new PersistedActivities(ports.index(), clock, new VirtualThread(life));
        new Persister(ports.log(), ports.store(), late, raised.andThen(new PersistedEvents(ports, router))).start();
        new HoleCloser(ports.store(), ports.log(), HOLE_AGE, clock::nanos, new VirtualThread(life)).start();
        new LeaseKeeper(ports.registry(), sessions, () -> self, new VirtualThread(life)).start();
        DeliveryThreads threads = threads(life);
        Lanes lanes = new Lanes(DELIVERY, ports, router, new MessageIds(clock, () -> self), clock, threads);
        lanes.start();
        ReceiptPacer pacer = new ReceiptPacer(ports.registry(), locator, clock, threads);
        pacer.start();
        savePositions(cluster, clock);
        UserDirectory users = port(UserDirectory.class, () -> cluster.users, cluster.database, this::archiveAway);
        Clock wall = life.time().wall(aheadMs);
        this.pipeline = new ModelPipeline(
                CLIENT,
                new ClientServices(
                        authenticator(cluster),
                        states,
                        lanes,
                        new StoredCatchUp(ports, groups, new TailCloser(ports.log(), clock, HOLE_AGE), clock),
                        new PositionReceipts(ports, groups, pacer),
                        new StoredRecalls(ports, lanes, DELIVERY.recallWindow(), clock, new VirtualThread(life)),
                        users,
                        (recipient, sender) -> CompletableFuture.completedStage(false),
                        new NobodyWatched(),
                        (by, conversation) -> CompletableFuture.completedStage(null),
                        Optional::empty,
                        new GroupServices(new MembersDoor(ports.groups()), groups)),
                wall);
    }

    private void savePositions(Cluster cluster, DeliveryClock clock) {
        UnsavedPositions unsaved = port(
                UnsavedPositions.class, () -> cluster.memory.positions().unsaved(), cluster.redis, this::stateAway);
        PositionStore saved = port(PositionStore.class, () -> cluster.saved, cluster.database, this::archiveAway);
        new PositionSaver(unsaved, saved, Positions.CURSORS_KEPT, clock, threads(life)).start();
    }

    Incarnation self() {
        return self;
    }

    Life life() {
        return life;
    }

    boolean isDead() {
        return life.isDead();
    }

    ModelPipeline pipeline() {
        return pipeline;
    }

    void crash() {
        life.end();
    }

    private DeliveryPorts ports(Cluster cluster, Life own) {
        MessageLog log = cluster.broker.seenBy(own);
        return new DeliveryPorts(
                port(Sequencer.class, cluster.memory::sequencer, cluster.redis, this::stateAway),
                port(SessionRegistry.class, cluster.memory::registry, cluster.redis, this::stateAway),
                port(ConversationIndex.class, cluster.memory::index, cluster.redis, this::stateAway),
                port(Positions.class, cluster.memory::positions, cluster.redis, this::stateAway),
                log,
                port(MessageStore.class, () -> cluster.store, cluster.database, this::archiveAway),
                new GroupPorts(
                        port(GroupDirectory.class, () -> cluster.directory, cluster.redis, this::stateAway),
                        port(GroupStore.class, () -> cluster.groups, cluster.database, this::archiveAway)));
    }

    private <T> T port(
            Class<T> type, Supplier<? extends T> target, Service service, Function<String, RuntimeException> failure) {
        return Remote.port(type, target, life, service, failure);
    }

    private RuntimeException stateAway(String what) {
        return new StateUnavailableException(what, new IllegalStateException("Away"));
    }

    private RuntimeException archiveAway(String what) {
        return new ArchiveUnavailableException(what);
    }

    private Authenticator authenticator(Cluster cluster) {
        Authenticator all = request -> CompletableFuture.completedStage(accept(request));
        return port(Authenticator.class, () -> all, cluster.redis, this::stateAway);
    }

    private static LoginResult accept(LoginRequest request) {
        return new LoginResult.Accepted(
                new UserId(request.getUserId()), new DeviceId(request.getDeviceId()), request.getPlatformValue());
    }

    private static DeliveryThreads threads(Life life) {
        return new DeliveryThreads() {
            @Override
            public ExecutorService single(String name) {
                return new BlockingThread(life);
            }

            @Override
            public ScheduledExecutorService timer(String name) {
                return new VirtualThread(life);
            }
        };
    }
}
