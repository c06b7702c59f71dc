package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * The feed on a Redis stream rather than on publish and subscribe: a worker that lost its connection finds what was
 * announced meanwhile. The stream keeps the newest {@value #KEPT} or a few more. Safe from any thread.
 */
public final class RedisRevocationFeed implements RevocationFeed {
    static final String STREAM = "im:revoked";
    static final String USER = "user";
    static final String DEVICE = "device";
    private static final int KEPT = 10_000;

    private final UnifiedJedis redis;

    /** @param redis must have a connection to spare for each listener: one is in use all the time */
    public RedisRevocationFeed(UnifiedJedis redis) {
        this.redis = redis;
    }

    @Override
    public void announce(UserId user, DeviceId device) {
        redis.xadd(
                STREAM,
                Map.of(USER, user.value(), DEVICE, device.value()),
                XAddParams.xAddParams().maxLen(KEPT).approximateTrimming());
    }

    /**
     * Everything announced after this call returns is heard. Blocks for one round trip.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached now; later it may be away
     */
    @Override
    public AutoCloseable listen(Listener listener) {
        List<StreamEntry> last = redis.xrevrange(STREAM, "+", "-", 1);
        StreamEntryID from =
                last.isEmpty() ? new StreamEntryID(0, 0) : last.get(0).getID();
        RevocationReader reader = new RevocationReader(redis, listener, from);
        reader.start();
        return reader;
    }
}
