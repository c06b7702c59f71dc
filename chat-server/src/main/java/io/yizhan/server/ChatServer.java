package io.yizhan.server;

import io.yizhan.access.CallDesk;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisNodeLinks;
import io.yizhan.access.RedisRelationFeed;
import io.yizhan.access.RedisRevocationFeed;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.group.GroupCalls;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.operations.LetterCalls;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.cluster.ClusterManager;
import io.yizhan.server.cluster.ImWorker;
import io.yizhan.server.cluster.LinkReports;
import io.yizhan.server.cluster.Membership;
import io.yizhan.server.cluster.Readiness;
import io.yizhan.server.cluster.WorkerRouter;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.delivery.MessageRouter;
import io.yizhan.server.delivery.MessageSender;
import io.yizhan.server.delivery.PeerInbox;
import io.yizhan.server.group.GroupCallHandler;
import io.yizhan.server.group.Groups;
import io.yizhan.server.operations.LetterCallHandler;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.HolderSweeper;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.RegistryBoard;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.StateManager;
import io.yizhan.server.state.redis.RedisPresenceBoard;
import io.yizhan.server.transport.ClientListener;
import io.yizhan.server.transport.EventLoops;
import io.yizhan.settings.Drained;
import io.yizhan.settings.LogLevels;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.settings.LoginPolicyFormat;
import io.yizhan.settings.SendLimit;
import io.yizhan.settings.SettingCatalog;
import io.yizhan.settings.Strangers;
import io.yizhan.settings.ZooKeeperClusterSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/**
 * One worker, and the only wiring: makes the parts, starts them in order, ends them in reverse. Nobody receives it.
 * {@link #start} and {@link #close} block; one thread.
 */
public final class ChatServer implements RunningWorker {
    private static final Logger log = LoggerFactory.getLogger(ChatServer.class);

    private final ServerConfig config;
    private final Parts parts = new Parts();
    private final ZooKeeperClient zookeeper;
    private final NodeWatch nodes;
    private final ZooKeeperClusterSettings settings;
    private final Membership membership;
    private final SessionManager sessions;
    private final CountDownLatch toLeave = new CountDownLatch(1);

    private ChatServer(ServerConfig config) {
        this.config = config;
        this.zookeeper = new ZooKeeperClient(
                config.zookeeper().connect(),
                config.zookeeper().sessionTimeout(),
                config.zookeeper().user());
        this.nodes = new NodeWatch(zookeeper);
        this.settings = new ZooKeeperClusterSettings(zookeeper, SettingCatalog.all());
        this.membership = new ImWorker(zookeeper, config.client().maxSessions());
        this.sessions = new SessionManager(config.client().maxSessions(), membership::report);
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
        // Other workers deliver into sessions, and sessions send to other workers: one of them has to come later.
        CompletableFuture<WorkerRouter> mesh = new CompletableFuture<>();
        HolderLiveness liveness =
                new HolderLiveness(nodes, () -> mesh.isDone() ? mesh.join().peers() : Set.of());
        parts.add(zookeeper).start(config.startTimeout());
        OwnPorts own = new OwnPorts(config, config.startTimeout(), parts);
        RedisLink redis = own.redis(); // revocations and links are there, whatever stands behind the ports
        OpenPorts ports = new OpenPorts(own.openers(), config.ports(), around(liveness), parts);
        Backing backing = backing(ports, liveness);
        SessionRegistry registry = backing.ports().registry();
        WorkerParts worker = new WorkerParts(config.client(), config.delivery(), backing, membership, sessions, parts);
        EventLoops loops = WorkerParts.loops(parts);
        SessionLocator locator = new SessionLocator(
                sessions, (node, batch) -> mesh.isDone() && mesh.join().send(node, batch));
        StateManager states = new StateManager(registry, locator, membership::self, this::loginPolicy);
        // before the first login
        parts.add(new RedisRevocationFeed(redis.client()).listen(states));
        parts.add(new RedisRelationFeed(redis.client()).listen(worker.relations()));
        OnlineMembers members = worker.members();
        PeerInbox inbox = new PeerInbox(sessions, members, states::notHere);
        PeerLinks links = PeerLinks.of(config, nodes, membership::self, inbox, loops.workers());
        WorkerRouter router = links.router();
        mesh.complete(router);

        MessageRouter messages = new MessageRouter(locator, members);
        persist(worker, messages);
        worker.keepLeases();
        MessageSender sender = worker.sender(messages);
        ClientListener clients =
                worker.clients(loops, new SessionParts(states, locator, members), sender, this::sendLimit);
        ClusterManager cluster = parts.add(new ClusterManager(nodes, settings, links.entrance(), membership, router));
        Incarnation self = announce(cluster, clients.bind());
        takeCalls(self, worker.groups(config.groups(), sender), worker.letters(ports.port(DeadLetters.class)));
        sweep(registry, liveness, worker.timer("sweeper"));
        reportLinks(redis, router, worker.timer("link-reports"));
        watchReadiness(redis, clients, worker.timer("readiness"));
        settings.follow(LogLevels.SETTING, new LogbackLevels()::follow);
        settings.follow(Strangers.SETTING, worker.relations()::follow);
        settings.follow(Drained.SETTING, this::drained);
        worker.drainAtEnd(clients, states, config.stopTimeout());
        log.info("Worker {} is ready", self);
    }

    private void persist(WorkerParts worker, MessageRouter messages) {
        if (config.persister()) {
            worker.persist(messages);
        } else {
            log.info("This worker writes no messages to the database: persister.enabled=false");
        }
    }

    private Backing backing(OpenPorts open, HolderLiveness liveness) throws InterruptedException {
        SessionRegistry registry = open.port(SessionRegistry.class);
        PresenceBoard board = presenceBoard(registry);
        return Backing.of(open, WorkerParts.told(registry, board, parts), new WhoIsThere(board, liveness));
    }

    /** On connections of its own, so that no message waits for what presence asks. */
    private PresenceBoard presenceBoard(SessionRegistry registry) {
        UnifiedJedis redis = parts.add(
                RedisClients.open(config.redis().uri(), config.redis().timeout(), RedisPresenceBoard.CONNECTIONS));
        PresenceBoard board = parts.add(new RedisPresenceBoard(redis));
        boolean ours = !config.ports().openers().containsKey(SessionRegistry.class);
        return ours ? board : new RegistryBoard(registry, board);
    }

    private Surroundings around(HolderLiveness liveness) {
        return new Surroundings(new OnDemand<>(() -> zookeeper), liveness, membership::self, config.startTimeout());
    }

    private LoginPolicy loginPolicy() {
        return settings.value(LoginPolicyFormat.SETTING).orElse(config.loginPolicy());
    }

    /** Of the gates; on connections of its own, of which one waits all the time. */
    private Incarnation announce(ClusterManager cluster, int port) throws InterruptedException {
        ClientConfig clients = config.client();
        return cluster.start(clients.advertisedHost(), port, clients.tls().isPresent(), config.startTimeout());
    }

    private void takeCalls(Incarnation self, Groups groups, LetterCallHandler letters) {
        UnifiedJedis redis =
                RedisClients.open(config.redis().uri(), config.redis().timeout(), CallDesk.CONNECTIONS);
        CallDesk desk = parts.add(
                new CallDesk(redis, Map.of(GroupCalls.NAME, new GroupCallHandler(groups), LetterCalls.NAME, letters)));
        desk.listen(self);
        membership.onNewLife(desk::listen);
    }

    private Optional<SendLimit> sendLimit() {
        return settings.value(SendLimit.SETTING);
    }

    private void drained(Optional<Drained> drained) {
        if (drained.isPresent()
                && drained.get().nodes().contains(membership.self().node())) {
            toLeave.countDown();
        }
    }

    @Override
    public void awaitDrain() throws InterruptedException {
        toLeave.await();
    }

    private void sweep(SessionRegistry registry, HolderLiveness liveness, ScheduledExecutorService timer) {
        HolderSweeper sweeper = parts.add(new HolderSweeper(registry, liveness, membership::self, timer));
        sweeper.start();
    }

    private void reportLinks(RedisLink redis, WorkerRouter router, ScheduledExecutorService timer) {
        LinkReports reports = parts.add(new LinkReports(
                new RedisNodeLinks(redis.client(), RedisNodeLinks.EXPIRY), router::links, membership::self, timer));
        reports.start();
    }

    private void watchReadiness(RedisLink redis, ClientListener clients, ScheduledExecutorService timer) {
        Readiness readiness =
                new Readiness(membership, nodes, redis::silence, new SentAway(clients, sessions), System::nanoTime);
        new Recurring(log, "Whether this worker is ready is not known", readiness::look)
                .withPauses(timer, Readiness.PERIOD);
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

    /** Leaves the cluster in order and closes everything; blocks for {@code stop.timeout} and a little. */
    @Override
    public void close() {
        parts.close();
    }
}
