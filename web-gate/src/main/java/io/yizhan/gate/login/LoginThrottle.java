package io.yizhan.gate.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yizhan.gate.config.ThrottleConfig;
import io.yizhan.identity.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Slows down who guesses passwords: an account from one address after a few failures, ever longer, and an address after
 * many failures with whatever accounts. Nobody elsewhere is slowed down, so nobody can lock a user out. In memory, of
 * bounded size; each gate counts for itself. Safe from any thread.
 */
public final class LoginThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final ThrottleConfig config;
    private final Clock clock;
    private final Cache<Pair, Failures> pairs;
    private final Cache<String, Window> addresses;

    public LoginThrottle(ThrottleConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.pairs =
                bounded(config, clock).expireAfterWrite(config.forgetAfter()).build();
        this.addresses = bounded(config, clock).expireAfterWrite(WINDOW).build();
    }

    private static Caffeine<Object, Object> bounded(ThrottleConfig config, Clock clock) {
        return Caffeine.newBuilder()
                .maximumSize(config.remembered())
                .executor(Runnable::run) // evictions are cheap: no thread for them
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    /** How long {@code user} at {@code address} has to wait before a password is looked at; empty if not at all. */
    public Optional<Duration> delay(UserId user, ClientAddress address) {
        long now = clock.millis();
        Failures failures = pairs.getIfPresent(new Pair(user, address));
        Window window = addresses.getIfPresent(address.value());
        long until = Math.max(
                failures == null ? now : failures.blockedUntilMs(),
                window == null || window.failures() < config.addressFailuresPerMinute() ? now : window.endMs());
        return until > now ? Optional.of(Duration.ofMillis(until - now)) : Optional.empty();
    }

    /** A wrong password, or an account that does not exist. */
    public void failed(UserId user, ClientAddress address) {
        long now = clock.millis();
        pairs.asMap().compute(new Pair(user, address), (pair, before) -> {
            int count = before == null ? 1 : before.count() + 1;
            return new Failures(count, now + delayAfter(count).toMillis());
        });
        addresses
                .asMap()
                .compute(
                        address.value(),
                        (key, before) -> before == null || before.endMs() <= now
                                ? new Window(now + WINDOW.toMillis(), 1)
                                : new Window(before.endMs(), before.failures() + 1));
    }

    /** The right password: the pair begins anew. The address does not, or one own account would cover for guessing. */
    public void succeeded(UserId user, ClientAddress address) {
        pairs.invalidate(new Pair(user, address));
    }

    private Duration delayAfter(int failures) {
        int beyond = failures - config.freeFailures();
        if (beyond < 0) {
            return Duration.ZERO;
        }
        Duration delay = config.firstDelay();
        for (int i = 0; i < beyond && delay.compareTo(config.maxDelay()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(config.maxDelay()) < 0 ? delay : config.maxDelay();
    }

    private record Pair(UserId user, ClientAddress address) {}

    private record Failures(int count, long blockedUntilMs) {}

    private record Window(long endMs, int failures) {}
}
