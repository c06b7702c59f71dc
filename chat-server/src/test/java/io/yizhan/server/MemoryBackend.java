package io.yizhan.server;

import io.yizhan.server.archive.Persister;
import io.yizhan.server.archive.memory.MemoryMessageLog;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.delivery.DeliveryClock;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.delivery.PersistedActivities;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.memory.MemoryConversationIndex;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemorySequencer;
import io.yizhan.server.state.memory.MemorySessionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What the workers of one cluster share, in memory; its persister is never behind. */
final class MemoryBackend implements AutoCloseable {
    final MemoryNodes nodes = new MemoryNodes();
    final MemoryMessageLog log = new MemoryMessageLog();
    final DeliveryPorts ports = new DeliveryPorts(
            new MemorySequencer(Clock.systemUTC(), Duration.ofHours(24)),
            new MemorySessionRegistry(Clock.systemUTC(), new HolderLiveness(nodes), Duration.ofSeconds(90)),
            new MemoryConversationIndex(),
            new MemoryPositions(),
            log,
            new MemoryMessageStore(Clock.systemUTC()));
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Persister persister = new Persister(
            log,
            ports.store(),
            late -> {
                throw new IllegalStateException("Nothing is late here: " + late);
            },
            new PersistedActivities(ports.index(), DeliveryClock.system(), timer));

    MemoryBackend() {
        persister.start();
    }

    @Override
    public void close() throws Exception {
        persister.close();
        log.close();
        timer.shutdownNow();
    }
}
