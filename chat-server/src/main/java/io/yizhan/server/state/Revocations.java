package io.yizhan.server.state;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which devices' tokens were revoked lately, in the order in which this worker heard of it: a login whose token was
 * looked up before is thereby known to be too late. Safe from any thread.
 */
final class Revocations {
    /** No login is under way that long: its connection is closed after a minute at most. */
    static final Duration REMEMBERED = Duration.ofMinutes(2);

    private final AtomicLong count = new AtomicLong();
    private final Cache<Holder, Long> heard;

    Revocations(Ticker ticker) {
        this.heard = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .ticker(ticker)
                .build();
    }

    /** How many were heard so far. */
    long count() {
        return count.get();
    }

    void add(UserId user, DeviceId device) {
        heard.asMap().merge(new Holder(user, device), count.incrementAndGet(), Math::max);
    }

    /** Whether the device's tokens were revoked after {@link #count} was {@code since}. */
    boolean isRevoked(UserId user, DeviceId device, long since) {
        Long last = heard.getIfPresent(new Holder(user, device));
        return last != null && last > since;
    }

    private record Holder(UserId user, DeviceId device) {}
}
