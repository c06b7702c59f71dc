package io.yizhan.server;

import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.TokenStore;
import io.yizhan.lifecycle.Attempts;
import io.yizhan.server.archive.DeadLetters;
import io.yizhan.server.archive.LagWatch;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.archive.mysql.MySqlDatabase;
import io.yizhan.server.archive.mysql.MySqlDeadLetters;
import io.yizhan.server.archive.mysql.MySqlMessageStore;
import io.yizhan.server.archive.mysql.MySqlPositionStore;
import io.yizhan.server.archive.mysql.MySqlUserDirectory;
import io.yizhan.server.archive.rocketmq.RocketMqMessageLog;
import io.yizhan.server.config.LogGuardConfig;
import io.yizhan.server.config.ServerConfig;
import io.yizhan.server.delivery.ArchivedBooks;
import io.yizhan.server.delivery.DeliveryPorts;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.UnsavedPositions;
import io.yizhan.server.state.redis.EpochGuards;
import io.yizhan.server.state.redis.RedisCalls;
import io.yizhan.server.state.redis.RedisCheck;
import io.yizhan.server.state.redis.RedisConversationIndex;
import io.yizhan.server.state.redis.RedisPositions;
import io.yizhan.server.state.redis.RedisSequencer;
import io.yizhan.server.state.redis.RedisSessionRegistry;
import io.yizhan.server.state.redis.RedisUnsavedPositions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.RedisClient;

/** The middleware that a worker stands on, behind its ports. */
record Stores(
        RedisClient redis,
        RedisCalls calls,
        DeliveryPorts ports,
        UnsavedPositions unsaved,
        PositionStore positions,
        UserDirectory users,
        LagWatch lag) {
    /** Longer than the database may take to save positions; then another worker does. */
    private static final Duration SAVING = Duration.ofSeconds(30);

    private static final int WAITING_CALLS = 8_192;

    Backing backing() {
        TokenStore tokens = new RedisTokenStore(redis, new SecureRandom(), Clock.systemUTC());
        return new Backing(ports, unsaved, positions, users, tokens, lag::isTooLate);
    }

    /** For how long Redis has not answered; asks it for a sign of life, which the next call here tells of. */
    Duration redisSilence() {
        calls.ping().exceptionally(silent -> "");
        return calls.silence();
    }

    /**
     * Waits for each, in turn, up to the start's time limit; what was opened is in {@code parts}, also after a failure.
     */
    static Stores open(ServerConfig config, HolderLiveness liveness, EpochRegister epochs, Parts parts)
            throws InterruptedException {
        Duration limit = config.startTimeout();
        RedisClient redis = parts.add(RedisClients.open(
                config.redis().uri(), config.redis().timeout(), config.redis().connections()));
        Attempts.until("Redis", limit, redis::ping);
        new RedisCheck(redis).run();
        RedisCalls calls = parts.add(new RedisCalls(
                redis,
                config.redis().connections(),
                WAITING_CALLS,
                config.redis().timeout()));
        MySqlDatabase database = parts.add(Attempts.until(
                "the database at " + config.database().url(), limit, () -> MySqlDatabase.open(config.database())));
        database.requireRoomForEveryMessage();
        DeadLetters deadLetters = new MySqlDeadLetters(database);
        MessageStore store = new MySqlMessageStore(database, deadLetters);
        RocketMqMessageLog log = log(config, deadLetters, parts);
        LagWatch lag = parts.add(new LagWatch(log.lag(config.logGuard().kept()), System::nanoTime));
        lag.start();
        PositionStore positions = new MySqlPositionStore(database);
        ArchivedState archived = new ArchivedBooks(store, positions);
        DeliveryPorts ports = new DeliveryPorts(
                new RedisSequencer(calls, parts.add(new EpochGuards(calls, epochs, archived)), Sequencer.REMEMBERED),
                new RedisSessionRegistry(calls, liveness, WorkerParts.LEASE),
                new RedisConversationIndex(calls, archived),
                new RedisPositions(calls, archived),
                log,
                store);
        return new Stores(
                redis,
                calls,
                ports,
                new RedisUnsavedPositions(calls, SAVING),
                positions,
                new MySqlUserDirectory(database),
                lag);
    }

    private static RocketMqMessageLog log(ServerConfig config, DeadLetters deadLetters, Parts parts)
            throws InterruptedException {
        RocketMqMessageLog log = parts.add(Attempts.until(
                "RocketMQ at " + config.rocketmq().nameServers(),
                config.startTimeout(),
                () -> RocketMqMessageLog.open(config.rocketmq(), deadLetters)));
        requireDurable(log, config.logGuard());
        return log;
    }

    private static void requireDurable(RocketMqMessageLog log, LogGuardConfig guard) {
        List<String> weak = log.brokerCheck().run();
        if (!weak.isEmpty() && guard.weakBroker() == LogGuardConfig.WeakBroker.REFUSE) {
            throw new IllegalStateException(
                    "The broker may lose what it acknowledges (rocketmq.weak-broker=REFUSE): " + weak);
        }
    }
}
