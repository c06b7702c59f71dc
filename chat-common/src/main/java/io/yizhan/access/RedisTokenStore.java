package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.args.ExpiryOption;
import redis.clients.jedis.params.SetParams;

/**
 * The login tokens in Redis: {@code im:token:<SHA-256>} says what the token is good for, and {@code im:tokens:{user}}
 * lists a user's hashes by expiry, so that all of them can be revoked. Both expire by themselves. Blocks; safe from any
 * thread; fails with a {@code JedisException} when Redis cannot be reached.
 */
public final class RedisTokenStore implements TokenStore {
    private static final String TOKEN = "im:token:";
    private static final String SEPARATOR = ":";
    private static final int FIELDS = 5;

    private final UnifiedJedis redis;
    private final SecureRandom random;
    private final Clock clock;

    public RedisTokenStore(UnifiedJedis redis, SecureRandom random, Clock clock) {
        this.redis = redis;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String issue(TokenGrant grant) {
        String token = LoginTokens.random(random);
        String hash = LoginTokens.hash(token);
        String index = index(grant.user());
        try (AbstractPipeline pipeline = redis.pipelined()) {
            // The index comes first: a token that is not listed could not be revoked with the others.
            var listed = pipeline.zadd(index, grant.expiresAtMs(), grant.device() + SEPARATOR + hash);
            pipeline.zremrangeByScore(index, 0, clock.millis());
            pipeline.pexpireAt(index, grant.expiresAtMs(), ExpiryOption.NX);
            pipeline.pexpireAt(index, grant.expiresAtMs(), ExpiryOption.GT);
            var stored = pipeline.set(
                    TOKEN + hash, encode(grant), SetParams.setParams().pxAt(grant.expiresAtMs()));
            pipeline.sync();
            listed.get(); // in a cluster the two lie on different nodes
            stored.get();
        }
        return token;
    }

    @Override
    public Optional<TokenGrant> find(String token) {
        if (!LoginTokens.isWellFormed(token)) {
            return Optional.empty();
        }
        return Optional.ofNullable(redis.get(TOKEN + LoginTokens.hash(token)))
                .map(RedisTokenStore::decode)
                .filter(grant -> grant.expiresAtMs() > clock.millis());
    }

    @Override
    public void revoke(String token) {
        if (LoginTokens.isWellFormed(token)) {
            redis.del(TOKEN + LoginTokens.hash(token));
        }
    }

    @Override
    public void revoke(UserId user, DeviceId device) {
        revoke(user, device::equals);
    }

    @Override
    public Set<DeviceId> revokeAll(UserId user) {
        return revoke(user, device -> true);
    }

    private Set<DeviceId> revoke(UserId user, Predicate<DeviceId> which) {
        List<String> listed = redis.zrange(index(user), 0, -1);
        Set<DeviceId> devices = new TreeSet<>();
        // The list keeps its entries: a token that is being issued right now may be listed and not yet stored.
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (String entry : listed) {
                int end = entry.indexOf(SEPARATOR);
                DeviceId device = new DeviceId(entry.substring(0, end));
                if (which.test(device)) {
                    devices.add(device);
                    pipeline.del(TOKEN + entry.substring(end + 1));
                }
            }
            pipeline.sync();
        }
        return devices;
    }

    private static String index(UserId user) {
        return "im:tokens:{" + user + "}";
    }

    /** The separator cannot occur in an id. */
    private static String encode(TokenGrant grant) {
        return String.join(
                SEPARATOR,
                grant.user().value(),
                grant.device().value(),
                Integer.toString(grant.platform()),
                Long.toString(grant.issuedAtMs()),
                Long.toString(grant.expiresAtMs()));
    }

    private static TokenGrant decode(String value) {
        String[] field = value.split(SEPARATOR, -1);
        if (field.length != FIELDS) {
            throw new IllegalStateException("A token entry of " + field.length + " fields, not " + FIELDS);
        }
        return new TokenGrant(
                new UserId(field[0]),
                new DeviceId(field[1]),
                Integer.parseInt(field[2]),
                Long.parseLong(field[3]),
                Long.parseLong(field[4]));
    }
}
