package io.yizhan.server;

import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.identity.Incarnation;
import io.yizhan.server.archive.DeadLetterReplay;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.config.ZooKeeperConfig;
import io.yizhan.server.operations.DeadLetterDesk;
import io.yizhan.server.state.HolderLiveness;
import java.time.Duration;
import java.util.Set;

/** The letters, the log and the store, whatever stands behind these ports, each opened when it is asked for. */
final class LetterDesk implements DeadLetterDesk {
    private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(30);

    private final Parts parts = new Parts();
    private final Duration answeredWithin;
    private final OpenPorts ports;

    /** @param answeredWithin for what is not ours; ours is tried once */
    LetterDesk(ServerConfig config, Duration answeredWithin) {
        this.answeredWithin = answeredWithin;
        Surroundings around = new Surroundings(
                new OnDemand<>(() -> connect(config.zookeeper())),
                new HolderLiveness(new MemoryNodes(), Set::of), // sees nobody, so anybody may live
                LetterDesk::noWorker,
                answeredWithin);
        this.ports = new OpenPorts(new OwnPorts(config, Duration.ZERO, parts).openers(), config.ports(), around, parts);
    }

    private ZooKeeperClient connect(ZooKeeperConfig zookeeper) throws InterruptedException {
        ZooKeeperClient client =
                parts.add(new ZooKeeperClient(zookeeper.connect(), zookeeper.sessionTimeout(), zookeeper.user()));
        client.start(answeredWithin);
        return client;
    }

    private static Incarnation noWorker() {
        throw new IllegalStateException("This program is no worker");
    }

    @Override
    public DeadLetters letters() {
        return port(DeadLetters.class);
    }

    @Override
    public DeadLetterReplay replay() {
        return new DeadLetterReplay(letters(), port(MessageLog.class), port(MessageStore.class), WRITTEN_WITHIN);
    }

    private <T> T port(Class<T> type) {
        try {
            return ports.port(type);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while opening: " + type.getSimpleName(), e);
        }
    }

    @Override
    public void close() {
        parts.close();
    }
}
