package io.yizhan.server;

import io.yizhan.server.archive.DeadLetterReplay;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.HoleCloser;
import io.yizhan.server.archive.Persister;
import io.yizhan.server.audience.OnlineGroups;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.auth.TokenAuthenticator;
import io.yizhan.server.cluster.Membership;
import io.yizhan.server.config.ClientConfig;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.config.GroupsConfig;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.delivery.DeliveryThreads;
import io.yizhan.server.delivery.GuardedSender;
import io.yizhan.server.delivery.Lanes;
import io.yizhan.server.delivery.MembersDoor;
import io.yizhan.server.delivery.MessageIds;
import io.yizhan.server.delivery.MessageRouter;
import io.yizhan.server.delivery.MessageSender;
import io.yizhan.server.delivery.PersistedActivities;
import io.yizhan.server.delivery.PersistedEvents;
import io.yizhan.server.delivery.PositionReceipts;
import io.yizhan.server.delivery.PositionSaver;
import io.yizhan.server.delivery.ReceiptPacer;
import io.yizhan.server.delivery.Relations;
import io.yizhan.server.delivery.Renumbering;
import io.yizhan.server.delivery.ShieldedTypings;
import io.yizhan.server.delivery.StoredCatchUp;
import io.yizhan.server.delivery.StoredRecalls;
import io.yizhan.server.delivery.TailCloser;
import io.yizhan.server.delivery.TypingRelay;
import io.yizhan.server.delivery.Typings;
import io.yizhan.server.group.DeskPorts;
import io.yizhan.server.group.GroupDesk;
import io.yizhan.server.group.Groups;
import io.yizhan.server.operations.LetterCallHandler;
import io.yizhan.server.presence.PresenceLimits;
import io.yizhan.server.presence.PresenceWatch;
import io.yizhan.server.presence.Presences;
import io.yizhan.server.presence.ShieldedPresences;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.LeaseKeeper;
import io.yizhan.server.state.OpenRemovals;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.PresenceNews;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.StateManager;
import io.yizhan.server.state.ToldRegistry;
import io.yizhan.server.transport.ClientListener;
import io.yizhan.server.transport.ClientServices;
import io.yizhan.server.transport.EventLoops;
import io.yizhan.server.transport.GroupServices;
import io.yizhan.settings.SendLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Makes and starts the parts that every worker has, in a cluster or alone; they end with {@code parts}. One thread. */
final class WorkerParts {
    /** Of sessions in the registry. Three refreshes fit into it, so two may fail. */
    static final Duration LEASE = Duration.ofSeconds(90);

    /** A gate waits for 17 s. */
    private static final Duration REPLAYED_WITHIN = Duration.ofSeconds(10);

    private static final int LOGIN_THREADS = 4;
    private static final int WAITING_LOGINS = 4_096;
    /** Netty's own default is twice the cores; the stores' threads want some too. */
    private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final ClientConfig client;
    private final DeliveryConfig delivery;
    private final Backing backing;
    private final Membership membership;
    private final SessionManager sessions;
    private final Parts parts;
    private final Relations relations;

    WorkerParts(
            ClientConfig client,
            DeliveryConfig delivery,
            Backing backing,
            Membership membership,
            SessionManager sessions,
            Parts parts) {
        this.client = client;
        this.delivery = delivery;
        this.backing = backing;
        this.membership = membership;
        this.sessions = sessions;
        this.parts = parts;
        this.relations = new Relations(backing.relations(), delivery.strangersMayWrite());
    }

    /** To be told when users stand differently to each other. */
    Relations relations() {
        return relations;
    }

    static EventLoops loops(Parts parts) {
        return parts.add(new EventLoops(LOOPS));
    }

    /** What writes the log to the store, and what goes with it. */
    void persist(MessageRouter messages) {
        DeliveryPorts ports = backing.ports();
        Renumbering late = new Renumbering(ports, messages, DeliveryClock.system(), delivery.storeDeadline());
        PersistedActivities raised =
                new PersistedActivities(ports.index(), DeliveryClock.system(), timer("persisted-activities"));
        Persister persister = parts.add(
                new Persister(ports.log(), ports.store(), late, raised.andThen(new PersistedEvents(ports, messages))));
        persister.start();
        HoleCloser holes = parts.add(new HoleCloser(ports.store(), ports.log(), delivery.holeAge()));
        holes.start();
        PositionSaver positions = parts.add(new PositionSaver(
                backing.unsaved(), backing.positions(), Positions.CURSORS_KEPT, DeliveryClock.system()));
        positions.start();
    }

    /** Who of which group is online here. */
    OnlineMembers members() {
        DeliveryPorts ports = backing.ports();
        OnlineGroups groups =
                new OnlineGroups(ports.groups(), ports.store(), ports.sequencer(), membership::self, timer("groups"));
        groups.start(client.heartbeat().dividedBy(2));
        membership.onNewLife(groups::newLife);
        return groups;
    }

    void keepLeases() {
        LeaseKeeper leases =
                parts.add(new LeaseKeeper(backing.ports().registry(), sessions, membership::self, timer("leases")));
        leases.start();
        membership.onNewLife(leases::newLife);
    }

    /** What brings messages to the log and on to their recipients. */
    MessageSender sender(MessageRouter messages) {
        DeliveryPorts ports = backing.ports();
        DeliveryClock clock = DeliveryClock.system();
        Lanes lanes = parts.add(new Lanes(delivery, ports, messages, new MessageIds(clock, membership::self), clock));
        lanes.start();
        return new GuardedSender(lanes, ports.log()::isFull);
    }

    /** What changes groups. */
    Groups groups(GroupsConfig config, MessageSender sender) {
        GroupBacking groups = backing.groups();
        DeskPorts ports = new DeskPorts(groups.store(), groups.register(), backing.users(), groups.directory(), sender);
        return new GroupDesk(ports, config.maxMembers(), DeliveryClock.system(), timer("group-desk"));
    }

    /** What does for gates what operators do with dead letters. */
    LetterCallHandler letters(DeadLetters letters) {
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "dead-letters"));
        parts.add(thread::shutdownNow);
        DeliveryPorts ports = backing.ports();
        return new LetterCallHandler(
                letters, new DeadLetterReplay(letters, ports.log(), ports.store(), REPLAYED_WITHIN), thread);
    }

    /**
     * Not listening yet.
     *
     * @param sendLimit how fast one connection may send at present
     */
    ClientListener clients(
            EventLoops loops, SessionParts own, MessageSender sender, Supplier<Optional<SendLimit>> sendLimit) {
        ClientListener clients =
                parts.add(new ClientListener(client, loops, sessions, services(own, sender, sendLimit)));
        if (client.tls().isPresent()) {
            clients.followCertificate(timer("certificate"));
        }
        return clients;
    }

    private ClientServices services(SessionParts own, MessageSender sender, Supplier<Optional<SendLimit>> sendLimit) {
        DeliveryPorts ports = backing.ports();
        DeliveryClock clock = DeliveryClock.system();
        ReceiptPacer pacer = parts.add(new ReceiptPacer(ports.registry(), own.locator(), clock));
        pacer.start();
        ExecutorService lookups = boundedPool();
        parts.add(lookups::shutdownNow);
        return new ClientServices(
                new TokenAuthenticator(backing.tokens(), lookups),
                own.states(),
                sender,
                new StoredCatchUp(ports, own.members(), new TailCloser(ports.log(), clock, delivery.holeAge()), clock),
                new PositionReceipts(ports, own.members(), pacer),
                new StoredRecalls(ports, sender, delivery.recallWindow(), clock, timer("recalls")),
                backing.users(),
                relations,
                presences(clock),
                typings(own.locator(), clock),
                sendLimit,
                new GroupServices(new MembersDoor(ports.groups()), own.members()));
    }

    private Presences presences(DeliveryClock clock) {
        PresenceWatch watch = new PresenceWatch(
                backing.presence().board(),
                backing.presence().liveness(),
                PresenceLimits.ofHeap(),
                clock,
                timer("presence"));
        watch.start();
        parts.add(watch);
        ShieldedPresences shielded = new ShieldedPresences(watch, relations);
        relations.listen(shielded);
        return shielded;
    }

    private Typings typings(SessionLocator locator, DeliveryClock clock) {
        TypingRelay typings = new TypingRelay(
                backing.presence().board(),
                backing.presence().liveness(),
                locator,
                backing.ports().groups().store(),
                clock,
                timer("typing"));
        typings.start();
        return new ShieldedTypings(typings, relations);
    }

    /** The registry, where changes that this worker makes are announced, and ended sessions taken out in the end. */
    static SessionRegistry told(SessionRegistry registry, PresenceBoard board, Parts parts) {
        ScheduledExecutorService timer = timer("presence-told", parts);
        PresenceNews news = new PresenceNews(board, timer);
        OpenRemovals removals = new OpenRemovals(registry, news, timer);
        news.start();
        removals.start();
        return new ToldRegistry(registry, news, removals);
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

    /** At the end: before anything else is closed. */
    void drainAtEnd(ClientListener clients, StateManager states, Duration stopTimeout) {
        parts.add(new Drain(membership, clients, states, sessions, stopTimeout));
    }

    /** A thread of its own, which only starts work; ended with the worker. */
    ScheduledExecutorService timer(String name) {
        return timer(name, parts);
    }

    private static ScheduledExecutorService timer(String name, Parts parts) {
        ScheduledExecutorService timer = DeliveryThreads.own().timer(name);
        parts.add(timer::shutdownNow);
        return timer;
    }
}
