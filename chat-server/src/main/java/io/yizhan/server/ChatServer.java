package io.yizhan.server;

import io.yizhan.access.RedisNodeLinks;
import io.yizhan.access.RedisRevocationFeed;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.archive.HoleCloser;
import io.yizhan.server.archive.Persister;
import io.yizhan.server.auth.TokenAuthenticator;
import io.yizhan.server.cluster.ClusterManager;
import io.yizhan.server.cluster.ImWorker;
import io.yizhan.server.cluster.LinkReports;
import io.yizhan.server.cluster.Membership;
import io.yizhan.server.cluster.PeerListener;
import io.yizhan.server.cluster.Readiness;
import io.yizhan.server.cluster.WorkerRouter;
import io.yizhan.server.cluster.ZooKeeperClusterSettings;
import io.yizhan.server.cluster.ZooKeeperEpochRegister;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.delivery.DeliveryThreads;
import io.yizhan.server.delivery.GuardedSender;
import io.yizhan.server.delivery.Lanes;
import io.yizhan.server.delivery.MessageIds;
import io.yizhan.server.delivery.MessageRouter;
import io.yizhan.server.delivery.PeerInbox;
import io.yizhan.server.delivery.PersistedActivities;
import io.yizhan.server.delivery.PositionReceipts;
import io.yizhan.server.delivery.PositionSaver;
import io.yizhan.server.delivery.ReceiptPacer;
import io.yizhan.server.delivery.Renumbering;
import io.yizhan.server.delivery.StoredCatchUp;
import io.yizhan.server.delivery.StoredRecalls;
import io.yizhan.server.delivery.TailCloser;
import io.yizhan.server.session.PeerTransport;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.LeaseKeeper;
import io.yizhan.server.state.LoginPolicyFormat;
import io.yizhan.server.state.StateManager;
import io.yizhan.server.state.redis.RedisPositions;
import io.yizhan.server.transport.ClientListener;
import io.yizhan.server.transport.ClientServices;
import io.yizhan.server.transport.EventLoops;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker, and the only wiring: makes the parts, starts them in order, ends them in reverse. Nobody receives it.
 * {@link #start} and {@link #close} block; one thread.
 */
public final class ChatServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChatServer.class);
    private static final int LOGIN_THREADS = 4;
    private static final int WAITING_LOGINS = 4_096;
    /** Netty's own default is twice the cores; the stores' threads want some too. */
    private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final ServerConfig config;
    private final Parts parts = new Parts();
    private final ZooKeeperClient zookeeper;
    private final NodeWatch nodes;
    private final ZooKeeperClusterSettings settings;
    private final Membership membership;
    private final SessionManager sessions;

    private ChatServer(ServerConfig config) {
        this.config = config;
        this.zookeeper = new ZooKeeperClient(
                config.zookeeper().connect(), config.zookeeper().sessionTimeout());
        this.nodes = new NodeWatch(zookeeper);
        this.settings = new ZooKeeperClusterSettings(zookeeper, List.of(LoginPolicyFormat.SETTING));
        this.membership = new ImWorker(zookeeper);
        this.sessions = new SessionManager(membership::report);
    }

    /**
     * Starts a worker and returns when it is ready for clients and known to the others.
     *
     * @throws RuntimeException if something it needs did not come in time or cannot be used; nothing stays open
     */
    public static ChatServer start(ServerConfig config) throws InterruptedException {
        ChatServer server = new ChatServer(config);
        try {
            server.open();
            return server;
        } catch (RuntimeException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private void open() throws InterruptedException {
        Stores stores = Stores.open(config, nodes, new ZooKeeperEpochRegister(zookeeper), parts);
        EventLoops loops = parts.add(new EventLoops(LOOPS));
        // The mesh delivers into sessions, and sessions send over the mesh: one of them has to come later.
        CompletableFuture<PeerTransport> mesh = new CompletableFuture<>();
        SessionLocator locator = new SessionLocator(
                sessions, (node, batch) -> mesh.isDone() && mesh.join().send(node, batch));
        StateManager states = new StateManager(
                stores.ports().registry(),
                locator,
                membership::self,
                () -> settings.value(LoginPolicyFormat.SETTING).orElse(config.loginPolicy()));
        // before the first login
        parts.add(new RedisRevocationFeed(stores.redis()).listen(states::revoked));
        PeerInbox inbox = new PeerInbox(sessions, states::notHere);
        WorkerRouter router = new WorkerRouter(config.mesh(), membership::self, inbox, loops.workers());
        mesh.complete(router);

        MessageRouter messages = new MessageRouter(locator);
        startPersister(stores, messages);
        keepLeases(stores.ports());
        ClientListener clients = parts.add(
                new ClientListener(config.client(), loops, sessions, services(stores, states, locator, messages)));
        PeerListener peers = new PeerListener(
                config.mesh(),
                membership::self,
                life -> nodes.isAlive(life) || router.knows(life),
                inbox,
                loops.workers());
        ClusterManager cluster = parts.add(new ClusterManager(zookeeper, nodes, settings, peers, membership, router));
        Incarnation self = cluster.start(config.client().advertisedHost(), clients.bind(), config.startTimeout());
        reportLinks(stores, router);
        watchReadiness(stores, clients);
        parts.add(() -> drain(clients));
        log.info("Worker {} is ready", self);
    }

    private ClientServices services(
            Stores stores, StateManager states, SessionLocator locator, MessageRouter messages) {
        DeliveryPorts ports = stores.ports();
        DeliveryClock clock = DeliveryClock.system();
        Lanes lanes = parts.add(
                new Lanes(config.delivery(), ports, messages, new MessageIds(clock, membership::self), clock));
        ReceiptPacer pacer = parts.add(new ReceiptPacer(ports.registry(), locator, clock));
        lanes.start();
        pacer.start();
        ExecutorService lookups = boundedPool();
        parts.add(lookups::shutdownNow);
        return new ClientServices(
                new TokenAuthenticator(
                        new RedisTokenStore(stores.redis(), new SecureRandom(), Clock.systemUTC()), lookups),
                states,
                new GuardedSender(lanes, stores.lag()::isTooLate),
                new StoredCatchUp(
                        ports,
                        new TailCloser(ports.log(), clock, config.delivery().holeAge()),
                        clock),
                new PositionReceipts(ports, pacer),
                new StoredRecalls(ports, lanes, config.delivery().recallWindow(), clock, timer("recalls")),
                stores.users());
    }

    /** Logins beyond what it holds are told that this worker is overloaded. */
    private static ExecutorService boundedPool() {
        return new ThreadPoolExecutor(
                LOGIN_THREADS,
                LOGIN_THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_LOGINS),
                task -> new Thread(task, "login"));
    }

    private void startPersister(Stores stores, MessageRouter messages) {
        DeliveryPorts ports = stores.ports();
        if (!config.persister()) {
            log.info("This worker writes no messages to the database: persister.enabled=false");
            return;
        }
        Renumbering late = new Renumbering(
                ports, messages, DeliveryClock.system(), config.delivery().storeDeadline());
        PersistedActivities raised =
                new PersistedActivities(ports.index(), DeliveryClock.system(), timer("persisted-activities"));
        Persister persister = parts.add(new Persister(ports.log(), ports.store(), late, raised));
        persister.start();
        HoleCloser holes = parts.add(
                new HoleCloser(ports.store(), ports.log(), config.delivery().holeAge()));
        holes.start();
        PositionSaver positions = parts.add(new PositionSaver(
                stores.unsaved(), stores.positions(), RedisPositions.CURSORS_KEPT, DeliveryClock.system()));
        positions.start();
    }

    private void keepLeases(DeliveryPorts ports) {
        LeaseKeeper leases = parts.add(new LeaseKeeper(ports.registry(), sessions, membership::self, timer("leases")));
        leases.start();
        membership.onNewLife(leases::newLife);
    }

    private void reportLinks(Stores stores, WorkerRouter router) {
        LinkReports reports = parts.add(new LinkReports(
                new RedisNodeLinks(stores.redis(), RedisNodeLinks.EXPIRY),
                router::links,
                membership::self,
                timer("link-reports")));
        reports.start();
    }

    private void watchReadiness(Stores stores, ClientListener clients) {
        Readiness readiness = new Readiness(
                membership, nodes, stores::redisSilence, new SentAway(clients, sessions), System::nanoTime);
        long period = Readiness.PERIOD.toMillis();
        timer("readiness").scheduleWithFixedDelay(readiness::look, period, period, TimeUnit.MILLISECONDS);
    }

    /** A thread of its own, which only starts work; ended with the worker. */
    private ScheduledExecutorService timer(String name) {
        ScheduledExecutorService timer = DeliveryThreads.own().timer(name);
        parts.add(timer::shutdownNow);
        return timer;
    }

    /** The clients of a worker that cannot serve them. */
    private record SentAway(ClientListener clients, SessionManager sessions) implements Readiness.Clients {
        @Override
        public int count() {
            return sessions.size();
        }

        @Override
        public void sendAway(Duration within) {
            clients.sendAway(within, "This worker cannot do its work at present");
        }

        @Override
        public void retire() {
            clients.retire();
        }
    }

    /** The gate sends nobody new, clients are sent away, what is under way is finished. */
    private void drain(ClientListener clients) throws InterruptedException {
        membership.drain();
        Duration half = config.stopTimeout().dividedBy(2);
        clients.drain(half, half);
    }

    /** Leaves the cluster in order and closes everything; blocks for {@code stop.timeout} and a little. */
    @Override
    public void close() {
        parts.close();
    }
}
