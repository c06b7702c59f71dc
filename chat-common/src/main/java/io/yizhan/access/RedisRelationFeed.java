package io.yizhan.access;

import io.yizhan.identity.UserId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** The feed on a {@link RedisStream}, which keeps the newest {@value #KEPT} or a few more. Safe from any thread. */
public final class RedisRelationFeed implements RelationFeed {
    private static final Logger log = LoggerFactory.getLogger(RedisRelationFeed.class);
    static final String STREAM = "im:relations";
    private static final String USER = "user";
    private static final String OTHER = "other";
    private static final int KEPT = 10_000;

    private final RedisStream stream;

    /** @param redis must have a connection to spare for each listener: one is in use all the time */
    public RedisRelationFeed(UnifiedJedis redis) {
        this.stream = new RedisStream(redis, STREAM, KEPT);
    }

    @Override
    public void announce(UserId user, UserId other) {
        stream.add(Map.of(USER, user.value(), OTHER, other.value()));
    }

    /**
     * Everything announced after this call returns is heard. Blocks for one round trip.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached now; later it may be away
     */
    @Override
    public AutoCloseable listen(Listener listener) {
        return stream.listen("relations", new RedisStream.Listener() {
            @Override
            public void added(Map<String, String> fields) {
                tell(fields, listener);
            }

            @Override
            public void resumed() {
                listener.missed();
            }
        });
    }

    private static void tell(Map<String, String> fields, Listener listener) {
        String user = fields.getOrDefault(USER, "");
        String other = fields.getOrDefault(OTHER, "");
        if (UserId.isValid(user) && UserId.isValid(other)) {
            listener.changed(new UserId(user), new UserId(other));
        } else {
            log.warn("Ignored a change of relations without two valid users");
        }
    }
}
