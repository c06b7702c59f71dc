package io.yizhan.gate.config;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How guessing passwords is slowed down.
 *
 * @param freeFailures of an account from an address, before that pair has to wait
 * @param firstDelay after that many failures; doubles with each further one
 * @param maxDelay where doubling ends
 * @param forgetAfter how long a pair without a failure is remembered; longer than {@code maxDelay}
 * @param addressFailuresPerMinute of all accounts together, before the address has to wait for the next minute
 * @param remembered how many pairs and addresses at most; beyond, the least used are forgotten
 */
@ConfigurationProperties(prefix = "yizhan.throttle", ignoreUnknownFields = false)
public record ThrottleConfig(
        int freeFailures,
        Duration firstDelay,
        Duration maxDelay,
        Duration forgetAfter,
        int addressFailuresPerMinute,
        int remembered) {
    public ThrottleConfig {
        Check.between("yizhan.throttle.free-failures", freeFailures, 1, 1_000);
        Check.between("yizhan.throttle.first-delay", firstDelay, Duration.ofMillis(1), Duration.ofHours(1));
        Check.between("yizhan.throttle.max-delay", maxDelay, firstDelay, Duration.ofDays(1));
        Check.between("yizhan.throttle.forget-after", forgetAfter, maxDelay.plusMillis(1), Duration.ofDays(7));
        Check.between("yizhan.throttle.address-failures-per-minute", addressFailuresPerMinute, 1, 1_000_000);
        Check.between("yizhan.throttle.remembered", remembered, 1_000, 10_000_000);
    }
}
