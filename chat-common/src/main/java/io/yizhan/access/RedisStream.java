package io.yizhan.access;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * Something told to all who listen, on a Redis stream rather than on publish and subscribe: whoever lost the connection
 * finds what was told meanwhile. Safe from any thread.
 */
public final class RedisStream {
    private static final StreamEntryID START = new StreamEntryID(0, 0);

    private final UnifiedJedis redis;
    private final String key;
    private final int kept;
    private final Optional<Duration> expiry;

    /**
     * @param redis must have a connection to spare for each listener: one is in use all the time
     * @param kept how many of the newest entries stand, or a few more
     */
    public RedisStream(UnifiedJedis redis, String key, int kept) {
        this(redis, key, kept, Optional.empty());
    }

    /** @param expiry after the last entry, when nothing of it is left */
    RedisStream(UnifiedJedis redis, String key, int kept, Optional<Duration> expiry) {
        this.redis = redis;
        this.key = key;
        this.kept = kept;
        this.expiry = expiry;
    }

    /**
     * Blocks for one round trip.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached
     */
    public void add(Map<String, String> fields) {
        redis.xadd(key, fields, XAddParams.xAddParams().maxLen(kept).approximateTrimming());
        expiry.ifPresent(time -> redis.pexpire(key, time.toMillis()));
    }

    /**
     * Everything added after this call returns is heard, on a thread of its own, until closed. Blocks for one round
     * trip.
     *
     * @param name of the thread, and in the log what it is that is read
     * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached now; later it may be away
     */
    public AutoCloseable listen(String name, Listener listener) {
        List<StreamEntry> last = redis.xrevrange(key, "+", "-", 1);
        return listen(name, listener, last.isEmpty() ? START : last.get(0).getID());
    }

    /** As {@link #listen}, but hears also what stands there already; asks nothing, so Redis need not be there yet. */
    AutoCloseable listenFromStart(String name, Listener listener) {
        return listen(name, listener, START);
    }

    private AutoCloseable listen(String name, Listener listener, StreamEntryID from) {
        StreamReader reader = new StreamReader(redis, key, name, listener, from);
        reader.start();
        return reader;
    }

    /** Hears of entries; must not block for long. */
    public interface Listener {
        void added(Map<String, String> fields);

        /** Redis could not be read for a while, and can be again: some entries may be lost. */
        default void resumed() {}
    }
}
