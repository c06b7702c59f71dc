package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.UnifiedJedis;

/** The feed on a {@link RedisStream}, which keeps the newest {@value #KEPT} or a few more. Safe from any thread. */
public final class RedisRevocationFeed implements RevocationFeed {
    private static final Logger log = LoggerFactory.getLogger(RedisRevocationFeed.class);
    static final String STREAM = "im:revoked";
    private static final String USER = "user";
    private static final String DEVICE = "device";
    private static final String KICK = "kick";
    private static final int KEPT = 10_000;

    private final RedisStream stream;

    /** @param redis must have a connection to spare for each listener: one is in use all the time */
    public RedisRevocationFeed(UnifiedJedis redis) {
        this.stream = new RedisStream(redis, STREAM, KEPT);
    }

    @Override
    public void announce(UserId user, DeviceId device) {
        stream.add(Map.of(USER, user.value(), DEVICE, device.value()));
    }

    @Override
    public void kick(UserId user, String why) {
        stream.add(Map.of(USER, user.value(), KICK, why));
    }

    /**
     * Everything announced after this call returns is heard. Blocks for one round trip.
     *
     * @throws redis.clients.jedis.exceptions.JedisException if Redis cannot be reached now; later it may be away
     */
    @Override
    public AutoCloseable listen(Listener listener) {
        return stream.listen("revocations", fields -> tell(fields, listener));
    }

    private static void tell(Map<String, String> fields, Listener listener) {
        String user = fields.getOrDefault(USER, "");
        String device = fields.getOrDefault(DEVICE, "");
        if (UserId.isValid(user) && fields.containsKey(KICK)) {
            listener.kicked(new UserId(user), fields.get(KICK));
        } else if (UserId.isValid(user) && DeviceId.isValid(device)) {
            listener.revoked(new UserId(user), new DeviceId(device));
        } else {
            log.warn("Ignored a revocation without a valid user and device");
        }
    }
}
