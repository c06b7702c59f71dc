package io.yizhan.server;

import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenStore;
import io.yizhan.lifecycle.Attempts;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.LagWatch;
import io.yizhan.server.archive.MessageLog;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.RelationDirectory;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.archive.WatchedLog;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlGroupStore;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.mysql.MySqlPositionStore;
import io.yizhan.server.archive.mysql.MySqlRelationDirectory;
import io.yizhan.server.archive.mysql.MySqlUserDirectory;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.cluster.ZooKeeperEpochRegister;
import io.yizhan.server.config.LogGuardConfig;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.delivery.ArchivedBooks;
import io.yizhan.server.delivery.ArchivedRolls;
import io.yizhan.server.extension.PortContext;
import io.yizhan.server.extension.PortOpener;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.PositionBook;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.redis.EpochGuards;
import io.yizhan.server.state.redis.RedisCalls;
import io.yizhan.server.state.redis.RedisConversationIndex;
import io.yizhan.server.state.redis.RedisGroupDirectory;
import io.yizhan.server.state.redis.RedisPositions;
import io.yizhan.server.state.redis.RedisSequencer;
import io.yizhan.server.state.redis.RedisSessionRegistry;
import io.yizhan.server.state.redis.RedisUnsavedPositions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Our own implementations of the ports, over the middleware that the settings name; of that, each is waited for when
 * the first port needs it. What was opened is in {@code parts}, also after a failure. One thread.
 */
final class OwnPorts {
    /** Longer than the database may take to save positions; then another worker does. */
    private static final Duration SAVING = Duration.ofSeconds(30);

    private final ServerConfig config;
    private final Duration limit;
    private final Parts parts;
    private final OnDemand<RedisLink> redis;
    private final OnDemand<MySqlDatabase> database;

    /** @param limit how long to wait for each */
    OwnPorts(ServerConfig config, Duration limit, Parts parts) {
        this.config = config;
        this.limit = limit;
        this.parts = parts;
        this.redis = new OnDemand<>(() -> RedisLink.open(config.redis(), limit, parts));
        this.database = new OnDemand<>(this::openDatabase);
    }

    RedisLink redis() throws InterruptedException {
        return redis.get();
    }

    Map<Class<?>, PortOpener<?>> openers() {
        return Map.ofEntries(
                port(
                        SessionRegistry.class,
                        context -> new RedisSessionRegistry(calls(), context.liveness(), context.lease())),
                port(Sequencer.class, context -> new RedisSequencer(calls(), guards(context), Sequencer.REMEMBERED)),
                port(
                        GroupDirectory.class,
                        context -> new RedisGroupDirectory(
                                calls(),
                                new ArchivedRolls(context.port(GroupStore.class), context.port(MessageStore.class)),
                                GroupDirectory.TIMES)),
                port(EpochRegister.class, context -> new ZooKeeperEpochRegister(context.zookeeper())),
                port(ConversationIndex.class, context -> new RedisConversationIndex(calls(), archived(context))),
                port(
                        PositionBook.class,
                        context -> new PositionBook(
                                new RedisPositions(calls(), archived(context)),
                                new RedisUnsavedPositions(calls(), SAVING))),
                port(
                        TokenStore.class,
                        context -> new RedisTokenStore(redis().client(), new SecureRandom(), context.clock())),
                port(MessageLog.class, this::log),
                port(MessageStore.class, this::store),
                port(PositionStore.class, context -> new MySqlPositionStore(database.get())),
                port(DeadLetters.class, context -> new MySqlDeadLetters(database.get())),
                port(GroupStore.class, context -> new MySqlGroupStore(database.get())),
                port(GroupRegister.class, context -> new MySqlGroupStore(database.get())),
                port(UserDirectory.class, context -> new MySqlUserDirectory(database.get())),
                port(RelationDirectory.class, context -> new MySqlRelationDirectory(database.get())),
                port(
                        ArchivedState.class,
                        context -> new ArchivedBooks(
                                context.port(MessageStore.class), context.port(PositionStore.class))));
    }

    private static <T> Map.Entry<Class<?>, PortOpener<?>> port(Class<T> type, PortOpener<? extends T> opener) {
        return Map.entry(type, opener);
    }

    private RedisCalls calls() throws InterruptedException {
        return redis().calls();
    }

    private static ArchivedState archived(PortContext context) throws InterruptedException {
        return context.port(ArchivedState.class);
    }

    /** Made now, and not with the first message, which would wait for them. */
    private EpochGuards guards(PortContext context) throws InterruptedException {
        EpochGuards guards = parts.add(new EpochGuards(calls(), context.port(EpochRegister.class), archived(context)));
        Attempts.until(
                "the epoch of the numbers",
                limit,
                () -> guards.renew().toCompletableFuture().join());
        return guards;
    }

    private MySqlDatabase openDatabase() throws InterruptedException {
        return parts.add(Attempts.until(
                "the database at " + config.database().url(), limit, () -> MySqlDatabase.open(config.database())));
    }

    private MessageStore store(PortContext context) throws InterruptedException {
        database.get().requireRoomForEveryMessage();
        return new MySqlMessageStore(database.get(), context.port(DeadLetters.class));
    }

    private MessageLog log(PortContext context) throws InterruptedException {
        DeadLetters deadLetters = context.port(DeadLetters.class);
        RocketMqMessageLog log = parts.add(Attempts.until(
                "RocketMQ at " + config.rocketmq().nameServers(),
                limit,
                () -> RocketMqMessageLog.open(config.rocketmq(), deadLetters)));
        requireDurable(log);
        LagWatch lag = parts.add(new LagWatch(log.lag(config.logGuard().kept()), System::nanoTime));
        lag.start();
        return new WatchedLog(log, lag);
    }

    private void requireDurable(RocketMqMessageLog log) {
        List<String> weak = log.brokerCheck().run();
        if (!weak.isEmpty() && config.logGuard().weakBroker() == LogGuardConfig.WeakBroker.REFUSE) {
            throw new IllegalStateException(
                    "The broker may lose what it acknowledges (rocketmq.weak-broker=REFUSE): " + weak);
        }
    }
}
