package io.yizhan.bench.sequencer;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.server.archive.memory.MemoryMessageStore;
import io.yizhan.server.archive.memory.MemoryPositionStore;
import io.yizhan.server.delivery.ArchivedBooks;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import io.yizhan.server.state.redis.EpochGuards;
import io.yizhan.server.state.redis.RedisCalls;
import io.yizhan.server.state.redis.RedisSequencer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import redis.clients.jedis.UnifiedJedis;

/** A Redis of its own, gone when this is closed, and a worker's sequencer on it. Starting and closing block. */
public final class NumberingRedis implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2;
    private static final int WAITING = 100;

    private final Path home;
    private final EmbeddedRedis redis;
    private final UnifiedJedis client;
    private final RedisCalls calls;
    private final EpochGuards guards;
    private final Sequencer sequencer;

    private NumberingRedis(Path home, EmbeddedRedis redis) {
        this.home = home;
        this.redis = redis;
        this.client = RedisClients.open(redis.url(), TIMEOUT, CONNECTIONS);
        this.calls = new RedisCalls(client, CONNECTIONS, WAITING, TIMEOUT);
        Clock clock = Clock.systemUTC();
        this.guards = new EpochGuards(
                calls,
                new MemoryEpochRegister(),
                new ArchivedBooks(new MemoryMessageStore(clock), new MemoryPositionStore(clock)));
        this.sequencer = new RedisSequencer(calls, guards, Sequencer.REMEMBERED);
    }

    /** Returns when it can number. */
    public static NumberingRedis start() {
        Path home = directory();
        NumberingRedis numbering = new NumberingRedis(home, EmbeddedRedis.start(home, 0));
        numbering.guards.renew().toCompletableFuture().join();
        return numbering;
    }

    private static Path directory() {
        try {
            return Files.createTempDirectory("yizhan-numbering");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory", e);
        }
    }

    public Sequencer sequencer() {
        return sequencer;
    }

    @Override
    public void close() {
        guards.close();
        calls.close();
        client.close();
        redis.close();
        try (Stream<Path> all = Files.walk(home)) {
            List<Path> leavesFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : leavesFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove a temporary directory: " + home, e);
        }
    }
}
