package io.yizhan.access;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.UnifiedJedis;

/**
 * The book in Redis, where the workers write it: {@code im:sessions:{user}} holds a user's entries by device,
 * {@code im:seen:{user}} when a session of his ended last, in ms. Reads only. Safe from any thread.
 */
public final class RedisSessionBook implements SessionBook {
    /** So long it is known when a user was there last. */
    public static final Duration SEEN_KEPT = Duration.ofDays(45);

    private static final String TIME = "local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000)";

    private final UnifiedJedis redis;

    public RedisSessionBook(UnifiedJedis redis) {
        this.redis = redis;
    }

    /** Where a user's entries stand. */
    public static String sessions(UserId user) {
        return "im:sessions:{" + user + "}";
    }

    /** Where it stands when a session of the user ended last. */
    public static String seen(UserId user) {
        return "im:seen:{" + user + "}";
    }

    @Override
    public Map<UserId, Page> look(Collection<UserId> users) {
        if (users.isEmpty()) {
            return Map.of();
        }
        Map<UserId, Asked> asked = new LinkedHashMap<>();
        Response<Object> now;
        try (AbstractPipeline pipeline = redis.pipelined()) {
            // by the clock that the leases were written with
            now = pipeline.eval(TIME, List.of(sessions(users.iterator().next())), List.of());
            for (UserId user : users) {
                asked.put(user, new Asked(pipeline.hgetAll(sessions(user)), pipeline.get(seen(user))));
            }
            pipeline.sync();
        }
        long nowMs = (Long) now.get();
        Map<UserId, Page> pages = new LinkedHashMap<>();
        asked.forEach((user, answers) -> pages.put(user, answers.page(nowMs)));
        return pages;
    }

    private record Asked(Response<Map<String, String>> entries, Response<String> ended) {
        Page page(long nowMs) {
            Map<DeviceId, RegistryEntry> running = new HashMap<>();
            String endedAt = ended.get();
            long lastSeenMs = endedAt == null ? 0 : Long.parseLong(endedAt);
            for (Map.Entry<String, String> field : entries.get().entrySet()) {
                RegistryEntry entry = RegistryEntry.parse(field.getValue());
                lastSeenMs = Math.max(lastSeenMs, entry.activeAtMs());
                if (entry.expiresAtMs() > nowMs) {
                    running.put(new DeviceId(field.getKey()), entry);
                }
            }
            return new Page(running, lastSeenMs);
        }
    }
}
