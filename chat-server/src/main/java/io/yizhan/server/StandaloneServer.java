package io.yizhan.server;

import io.yizhan.access.MemoryTokenStore;
import io.yizhan.access.TokenStore;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.archive.memory.MemoryPositionStore;
import io.yizhan.server.archive.memory.MemoryRelationDirectory;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.audience.OnlineMembers;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.LocalGateConfig;
import io.yizhan.server.config.StandaloneConfig;
import io.yizhan.server.delivery.ArchivedRolls;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.delivery.MessageRouter;
import io.yizhan.server.delivery.MessageSender;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.standalone.LocalAccounts;
import io.yizhan.server.standalone.LocalCalls;
import io.yizhan.server.standalone.LocalGate;
import io.yizhan.server.standalone.LocalGroups;
import io.yizhan.server.standalone.LocalReads;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.StateManager;
import io.yizhan.server.state.memory.MemoryConversationIndex;
import io.yizhan.server.state.memory.MemoryGroupDirectory;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemoryPresenceBoard;
import io.yizhan.server.state.memory.MemorySequencer;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import io.yizhan.server.state.memory.MemoryUnsavedPositions;
import io.yizhan.server.transport.ClientListener;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker that stands on nothing: all ports in memory, and a login of its own on loopback. The same wire, the same
 * rules, but what it knows ends with it. {@link #start} and {@link #close} block; one thread.
 */
public final class StandaloneServer implements RunningWorker {
    private static final Logger log = LoggerFactory.getLogger(StandaloneServer.class);

    private final StandaloneConfig config;
    private final Parts parts = new Parts();
    private final MemoryNodes nodes = new MemoryNodes();
    private final MemoryMembership membership = parts.add(new MemoryMembership(nodes));
    private final SessionManager sessions;
    private final SecureRandom random = new SecureRandom();
    private final Clock clock = Clock.systemUTC();

    private StandaloneServer(StandaloneConfig config) {
        this.config = config;
        this.sessions = new SessionManager(config.client().maxSessions(), membership::report);
    }

    /** @throws RuntimeException if a port is taken; nothing stays open */
    public static StandaloneServer start(StandaloneConfig config) throws InterruptedException {
        StandaloneServer server = new StandaloneServer(config);
        try {
            server.open();
            return server;
        } catch (RuntimeException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private void open() throws InterruptedException {
        LocalAccounts accounts = accounts(config.gate());
        Backing backing = backing(accounts);
        WorkerParts worker = new WorkerParts(config.client(), config.delivery(), backing, membership, sessions, parts);
        SessionLocator locator = new SessionLocator(sessions, (node, batch) -> false);
        StateManager states =
                new StateManager(backing.ports().registry(), locator, membership::self, config::loginPolicy);
        OnlineMembers members = worker.members();
        MessageRouter messages = new MessageRouter(locator, members);
        worker.persist(messages);
        worker.keepLeases();
        MessageSender sender = worker.sender(messages);
        ClientListener clients = worker.clients(
                WorkerParts.loops(parts), new SessionParts(states, locator, members), sender, Optional::empty);
        int port = clients.bind();
        membership.join(
                new NodeEndpoint(
                        config.client().advertisedHost(),
                        port,
                        NodeEndpoint.NO_MESH,
                        config.client().tls().isPresent()),
                Duration.ZERO);
        LocalCalls calls = new LocalCalls(accounts, backing.tokens(), states, nodes, clock);
        DeliveryPorts ports = backing.ports();
        LocalReads reads = new LocalReads(backing.groups().store(), ports.positions(), ports.sequencer());
        LocalGroups groups = new LocalGroups(
                calls, worker.groups(config.groups(), sender), backing.groups().store(), reads);
        LocalGate gate = parts.add(LocalGate.open(config.gate().port(), calls, groups));
        worker.drainAtEnd(clients, states, config.stopTimeout());
        log.warn("This worker runs alone and keeps everything in memory: nothing is durable, all of it ends with it");
        List<UserId> users = config.gate().users();
        log.info(
                "Log in at http://127.0.0.1:{} {}",
                gate.port(),
                users.isEmpty()
                        ? "as whoever registers; standalone.users names who exists from the start"
                        : "as one of " + users + ", password: the name, then -pass");
    }

    private LocalAccounts accounts(LocalGateConfig gate) {
        LocalAccounts accounts = new LocalAccounts(random);
        gate.users().forEach(user -> accounts.add(user, user + "-pass"));
        return accounts;
    }

    private Backing backing(LocalAccounts accounts) {
        MemoryUnsavedPositions unsaved = new MemoryUnsavedPositions();
        MemoryMessageLog messages = parts.add(new MemoryMessageLog());
        TokenStore tokens = new MemoryTokenStore(random, clock);
        HolderLiveness liveness = new HolderLiveness(nodes, Set::of);
        MemorySessionRegistry registry = new MemorySessionRegistry(clock, liveness, WorkerParts.LEASE);
        PresenceBoard board = new MemoryPresenceBoard(registry);
        MemoryGroupStore groups = new MemoryGroupStore(clock);
        MemoryMessageStore store = new MemoryMessageStore(clock, groups);
        MemoryGroupDirectory directory =
                new MemoryGroupDirectory(clock, new ArchivedRolls(groups, store), GroupDirectory.TIMES);
        DeliveryPorts ports = new DeliveryPorts(
                new MemorySequencer(clock, Sequencer.REMEMBERED, directory),
                WorkerParts.told(registry, board, parts),
                new MemoryConversationIndex(),
                new MemoryPositions(unsaved),
                messages,
                store,
                new GroupPorts(directory, groups));
        return new Backing(
                ports,
                unsaved,
                new MemoryPositionStore(clock),
                accounts,
                new MemoryRelationDirectory(),
                tokens,
                new WhoIsThere(board, liveness),
                new GroupBacking(groups, groups, directory));
    }

    @Override
    public void awaitDrain() throws InterruptedException {
        new CountDownLatch(1).await(); // there is no operator but the one who stops it
    }

    @Override
    public void close() {
        parts.close();
    }
}
