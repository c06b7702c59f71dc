package io.yizhan.server.state.redis;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.state.ArchivedState;
import io.yizhan.server.state.ConversationIndex;
import io.yizhan.server.state.Positions;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.UnsavedPositions;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.time.Duration;
import redis.clients.jedis.UnifiedJedis;

/** The ports over one Redis, for tests of other packages that may do as they like with it. */
public final class RedisCallsUnderTest implements AutoCloseable {
    private final UnifiedJedis client;
    private final RedisCalls calls;
    private final EpochGuards guards;

    private RedisCallsUnderTest(UnifiedJedis client) {
        this.client = client;
        this.calls = new RedisCalls(client, 4, 100, Duration.ofSeconds(2));
        this.guards = new EpochGuards(calls, new MemoryEpochRegister(), new FakeArchive());
    }

    public static RedisCallsUnderTest open(UnifiedJedis client) {
        return new RedisCallsUnderTest(client);
    }

    public Sequencer sequencer() {
        return new RedisSequencer(calls, guards, Sequencer.REMEMBERED);
    }

    public ConversationIndex index(ArchivedState archived) {
        return new RedisConversationIndex(calls, archived);
    }

    public Positions positions(ArchivedState archived) {
        return new RedisPositions(calls, archived);
    }

    public UnsavedPositions unsaved() {
        return new RedisUnsavedPositions(calls, Duration.ofSeconds(30));
    }

    /** As if so many numbers had been given out. */
    public void setHead(ConversationId conversation, long seq) {
        client.hset(ConversationKeys.counter(conversation), "seq", Long.toString(seq));
    }

    public void flushAll() {
        client.flushAll();
    }

    @Override
    public void close() {
        guards.close();
        calls.close();
        client.close();
    }
}
