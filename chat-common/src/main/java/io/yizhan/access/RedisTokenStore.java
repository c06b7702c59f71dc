package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.args.ExpiryOption;
import redis.clients.jedis.params.SetParams;

/**
 * The login tokens in Redis: {@code im:token:<SHA-256>} says what the token is good for, and {@code im:tokens:{user}}
 * lists a user's hashes by expiry, each with its device if it has one, so that all of them can be revoked. Both expire
 * by themselves. Blocks; safe from any thread; fails with a {@code JedisException} when Redis cannot be reached.
 */
public final class RedisTokenStore implements TokenStore {
    private static final String TOKEN = "im:token:";
    private static final String SEPARATOR = ":";
    private static final int FIELDS = 5;
    /** Puts ARGV[2] where ARGV[1] stands, with the time to live that is left. */
    private static final String REPLACE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then
              redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
            end
            return redis.call('GET', KEYS[1])""";

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
            var listed = pipeline.zadd(index, grant.expiresAtMs(), listed(grant, hash));
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
    public Optional<TokenGrant> bind(String token, DeviceId device, int platform) {
        return find(token).flatMap(grant -> {
            if (grant.device() != null) {
                return Optional.of(grant);
            }
            TokenGrant bound = grant.boundTo(device, platform);
            String hash = LoginTokens.hash(token);
            // The index comes first here too.
            redis.zadd(index(grant.user()), grant.expiresAtMs(), listed(bound, hash));
            Object now = redis.eval(REPLACE, List.of(TOKEN + hash), List.of(encode(grant), encode(bound)));
            return Optional.ofNullable((String) now).map(RedisTokenStore::decode);
        });
    }

    @Override
    public void revoke(String token) {
        if (LoginTokens.isWellFormed(token)) {
            redis.del(TOKEN + LoginTokens.hash(token));
        }
    }

    @Override
    public void revoke(UserId user, DeviceId device) {
        revoke(user, (listed, hash) -> listed.filter(device::equals).isPresent());
    }

    @Override
    public Set<DeviceId> revokeAll(UserId user) {
        return revoke(user, (listed, hash) -> true);
    }

    @Override
    public Set<DeviceId> revokeOthers(UserId user, String token) {
        String kept = LoginTokens.isWellFormed(token) ? LoginTokens.hash(token) : "";
        return revoke(user, (listed, hash) -> !hash.equals(kept));
    }

    private Set<DeviceId> revoke(UserId user, BiPredicate<Optional<DeviceId>, String> which) {
        Set<DeviceId> devices = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        // Until nothing is new: a token that is renewed meanwhile is listed before the old one is looked at again, so
        // either it is found here, or the old one is found dead there.
        for (List<String> fresh = fresh(user, seen); !fresh.isEmpty(); fresh = fresh(user, seen)) {
            devices.addAll(kill(fresh, which));
        }
        return devices;
    }

    private List<String> fresh(UserId user, Set<String> seen) {
        return redis.zrange(index(user), 0, -1).stream().filter(seen::add).toList();
    }

    /** The list keeps its entries: a token that is being issued right now may be listed and not yet stored. */
    private Set<DeviceId> kill(List<String> listed, BiPredicate<Optional<DeviceId>, String> which) {
        Set<DeviceId> devices = new TreeSet<>();
        try (AbstractPipeline pipeline = redis.pipelined()) {
            for (String entry : listed) {
                int end = entry.indexOf(SEPARATOR);
                Optional<DeviceId> device = device(entry.substring(0, end));
                String hash = entry.substring(end + 1);
                if (which.test(device, hash)) {
                    device.ifPresent(devices::add);
                    pipeline.del(TOKEN + hash);
                }
            }
            pipeline.sync();
        }
        return devices;
    }

    private static String listed(TokenGrant grant, String hash) {
        return deviceName(grant) + SEPARATOR + hash;
    }

    /** Empty for a token that no device has used. */
    private static String deviceName(TokenGrant grant) {
        return grant.device() == null ? "" : grant.device().value();
    }

    private static Optional<DeviceId> device(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(new DeviceId(name));
    }

    private static String index(UserId user) {
        return "im:tokens:{" + user + "}";
    }

    /** The separator cannot occur in an id. */
    private static String encode(TokenGrant grant) {
        return String.join(
                SEPARATOR,
                grant.user().value(),
                deviceName(grant),
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
                device(field[1]).orElse(null),
                Integer.parseInt(field[2]),
                Long.parseLong(field[3]),
                Long.parseLong(field[4]));
    }
}
