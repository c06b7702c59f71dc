package io.yizhan.server.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which devices' tokens were revoked and which users were kicked lately, in the order in which this worker heard of it:
 * a login whose token was looked up before is thereby known to be too late. Safe from any thread.
 */
final class Revocations {
    /** No login is under way that long: its connection is closed after a minute at most. */
    static final Duration REMEMBERED = Duration.ofMinutes(2);

    private final AtomicLong count = new AtomicLong();
    private final Cache<Holder, Long> heard;
    private final Cache<UserId, Long> kicked;

    Revocations(Ticker ticker) {
        this.heard = lately(ticker).build();
        this.kicked = lately(ticker).build();
    }

    private static Caffeine<Object, Object> lately(Ticker ticker) {
        return Caffeine.newBuilder().expireAfterWrite(REMEMBERED).ticker(ticker);
    }

    /** How many were heard so far. */
    long count() {
        return count.get();
    }

    void add(UserId user, DeviceId device) {
        heard.asMap().merge(new Holder(user, device), count.incrementAndGet(), Math::max);
    }

    void addKick(UserId user) {
        kicked.asMap().merge(user, count.incrementAndGet(), Math::max);
    }

    /** Whether the user was kicked after {@link #count} was {@code since}. */
    boolean isKicked(UserId user, long since) {
        Long last = kicked.getIfPresent(user);
        return last != null && last > since;
    }

    /** Whether the device's tokens were revoked after {@link #count} was {@code since}. */
    boolean isRevoked(UserId user, DeviceId device, long since) {
        Long last = heard.getIfPresent(new Holder(user, device));
        return last != null && last > since;
    }

    private record Holder(UserId user, DeviceId device) {}
}
