package io.yizhan.server.state.redis;

import io.yizhan.access.RedisClients;
import io.yizhan.embedded.EmbeddedRedis;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Allocation;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.MessagePlace;
import io.yizhan.server.state.NumberRequest;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.UnifiedJedis;

/** What a worker numbers with, for tests: a Redis, an epoch, and sends that are all new. */
final class NumberingWorker implements AutoCloseable {
    static final String GUARDED = "guard";
    static final String UNGUARDED = "unguarded";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2;

    private final UnifiedJedis client;
    private final RedisCalls calls;
    private final EpochGuards guards;
    private final RedisSequencer sequencer;
    /** Later than any clock, and those of a worker that was made later are larger. */
    private final AtomicLong ids = new AtomicLong((1L << 62) + System.nanoTime());

    NumberingWorker(EmbeddedRedis redis, EpochRegister register, String guard) {
        this(redis, register, new FakeArchive(), guard);
    }

    NumberingWorker(EmbeddedRedis redis, EpochRegister register, ArchivedState archived, String guard) {
        this(redis.url(), register, archived, guard);
    }

    NumberingWorker(String url, EpochRegister register, ArchivedState archived, String guard) {
        client = RedisClients.open(url, TIMEOUT, CONNECTIONS);
        calls = new RedisCalls(client, CONNECTIONS, 100, TIMEOUT);
        guards = new EpochGuards(calls, register, archived);
        sequencer = new RedisSequencer(calls, guards, Sequencer.REMEMBERED, guard);
    }

    UnifiedJedis client() {
        return client;
    }

    RedisCalls calls() {
        return calls;
    }

    EpochGuards guards() {
        return guards;
    }

    RedisSequencer sequencer() {
        return sequencer;
    }

    NumberRequest request(String group, String device) {
        long id = ids.incrementAndGet();
        return new NumberRequest(
                ConversationId.direct(new UserId(group), new UserId("peer")),
                new UserId("alice"),
                new DeviceId(device),
                id,
                1,
                id,
                System.currentTimeMillis(),
                false);
    }

    long number(String group) {
        return number(request(group, "phone")).seq();
    }

    MessagePlace number(NumberRequest request) {
        Allocation allocation = Stages.get(sequencer.allocate(List.of(request))).get(0);
        if (allocation instanceof Allocation.Fresh fresh) {
            return fresh.place();
        }
        throw new AssertionError("Not a first send: " + allocation);
    }

    /** One after the other, as one sender is answered. */
    List<Long> numbers(String group, int count) {
        List<Long> given = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            given.add(number(group));
        }
        return given;
    }

    @Override
    public void close() {
        guards.close();
        calls.close();
        client.close();
    }
}
