package io.yizhan.server;

import io.yizhan.discovery.NodeView;
import io.yizhan.server.archive.Persister;
import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.delivery.ArchivedRolls;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.delivery.PersistedActivities;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.PresenceBoard;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.ToldRegistry;
import io.yizhan.server.state.memory.MemoryConversationIndex;
import io.yizhan.server.state.memory.MemoryGroupDirectory;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemoryPresenceBoard;
import io.yizhan.server.state.memory.MemorySequencer;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import io.yizhan.settings.LoginPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** What the workers of one cluster share, in memory; its persister is never behind. */
final class MemoryBackend implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(90);

    final MemoryNodes nodes;
    final StallingBoard board;
    final AtomicReference<LoginPolicy> policy = new AtomicReference<>(LoginPolicy.MULTI_DEVICE);
    final MemoryMessageLog log = new MemoryMessageLog();
    final DeliveryPorts ports;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Persister persister;

    MemoryBackend() {
        this(new MemoryNodes());
    }

    private MemoryBackend(MemoryNodes nodes) {
        this(nodes, new MemorySessionRegistry(Clock.systemUTC(), new HolderLiveness(nodes, Set::of), LEASE));
    }

    final MemoryGroupStore groups = new MemoryGroupStore(Clock.systemUTC());
    private final MemoryMessageStore store = new MemoryMessageStore(Clock.systemUTC(), groups);
    private final MemoryGroupDirectory directory =
            new MemoryGroupDirectory(Clock.systemUTC(), new ArchivedRolls(groups, store), GroupDirectory.TIMES);

    private MemoryBackend(MemoryNodes nodes, MemorySessionRegistry registry) {
        this(
                nodes,
                new MemoryPresenceBoard(registry),
                board -> new ToldRegistry(
                        registry,
                        user -> {
                            var unused = board.announce(List.of(user));
                        },
                        session -> {}));
    }

    /** With another registry than that in memory; nobody is seen there. */
    static MemoryBackend with(Function<NodeView, SessionRegistry> registry) {
        MemoryNodes nodes = new MemoryNodes();
        MemorySessionRegistry nobody =
                new MemorySessionRegistry(Clock.systemUTC(), new HolderLiveness(nodes, Set::of), LEASE);
        return new MemoryBackend(nodes, new MemoryPresenceBoard(nobody), board -> registry.apply(nodes));
    }

    private MemoryBackend(MemoryNodes nodes, PresenceBoard board, Function<PresenceBoard, SessionRegistry> registry) {
        this.nodes = nodes;
        this.board = new StallingBoard(board);
        ports = new DeliveryPorts(
                new MemorySequencer(Clock.systemUTC(), Duration.ofHours(24), directory),
                registry.apply(this.board),
                new MemoryConversationIndex(),
                new MemoryPositions(),
                log,
                store,
                new GroupPorts(directory, groups));
        persister = new Persister(
                log,
                ports.store(),
                late -> {
                    throw new IllegalStateException("Nothing is late here: " + late);
                },
                new PersistedActivities(ports.index(), DeliveryClock.system(), timer));
        persister.start();
    }

    @Override
    public void close() throws Exception {
        persister.close();
        log.close();
        timer.shutdownNow();
    }
}
