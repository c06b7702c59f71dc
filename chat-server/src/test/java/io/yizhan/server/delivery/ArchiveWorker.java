package io.yizhan.server.delivery;

import static io.yizhan.server.delivery.World.SELF;

import io.yizhan.server.archive.HoleCloser;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.Persister;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.config.DatabaseConfig;
import io.yizhan.server.config.DeliveryConfig;
import io.yizhan.server.config.RocketMqConfig;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.memory.MemoryConversationIndex;
import io.yizhan.server.state.memory.MemoryPositions;
import io.yizhan.server.state.memory.MemorySequencer;
import java.time.Clock;
import java.time.Duration;

/** The way of a message on the real log and the real database; numbers and sessions are kept in memory. */
final class ArchiveWorker implements AutoCloseable {
    private static final Duration HOLE_AGE = Duration.ofSeconds(10);

    private final MySqlDatabase database;
    private final RocketMqMessageLog log;
    private final Lanes lanes;
    private final Persister persister;
    private final HoleCloser holes;
    private final MessageStore store;

    ArchiveWorker(RocketMqConfig logConfig, DatabaseConfig databaseConfig) {
        this.database = MySqlDatabase.open(databaseConfig);
        MySqlDeadLetters letters = new MySqlDeadLetters(database);
        this.store = new MySqlMessageStore(database, letters);
        this.log = RocketMqMessageLog.open(logConfig, letters);
        DeliveryPorts ports = new DeliveryPorts(
                new MemorySequencer(Clock.systemUTC(), Duration.ofHours(24)),
                new FakeRegistry(),
                new MemoryConversationIndex(),
                new MemoryPositions(),
                log,
                store,
                NoGroups.ports());
        DeliveryClock clock = DeliveryClock.system();
        MessageRouter router = new MessageRouter(new SessionLocator(new SessionManager(), new FakePeers()));
        DeliveryConfig config =
                new DeliveryConfig(4, 4_096, 256, Duration.ofSeconds(8), HOLE_AGE, Duration.ofMinutes(2), true);
        this.lanes = new Lanes(config, ports, router, new MessageIds(clock, () -> SELF), clock);
        this.persister =
                new Persister(log, store, new Renumbering(ports, router, clock, config.storeDeadline()), batch -> {});
        this.holes = new HoleCloser(store, log, HOLE_AGE);
    }

    void start() {
        lanes.start();
        persister.start();
        holes.start();
    }

    Lanes lanes() {
        return lanes;
    }

    /** Records written to the database. */
    long written() {
        return persister.written();
    }

    MessageStore store() {
        return store;
    }

    @Override
    public void close() {
        holes.close();
        persister.close();
        lanes.close();
        log.close();
        database.close();
    }
}
