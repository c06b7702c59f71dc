package io.yizhan.gate.config;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How passwords are hashed (Argon2id). The first three stand in each hash; when they change, a hash is renewed at its
 * user's next login.
 *
 * @param memoryKib of one hash
 * @param iterations passes over the memory
 * @param parallelism lanes of one hash
 * @param threads how many hashes are computed at once: bounds memory and the processors that logins take; 0: as many as
 *     {@link #threadsOn} says
 * @param queue how many more may wait; beyond, callers are told to come back
 */
@ConfigurationProperties(prefix = "yizhan.password", ignoreUnknownFields = false)
public record PasswordConfig(int memoryKib, int iterations, int parallelism, int threads, int queue) {
    /** More at once would be faster, and take more memory than a gate should need. */
    private static final int MOST_BY_ITSELF = 4;

    public PasswordConfig {
        Check.between("yizhan.password.memory-kib", memoryKib, 64, 1 << 20);
        Check.between("yizhan.password.iterations", iterations, 1, 100);
        Check.between("yizhan.password.parallelism", parallelism, 1, 16);
        Check.between("yizhan.password.threads", threads, 0, 64);
        Check.between("yizhan.password.queue", queue, 1, 10_000);
    }

    /**
     * How many hashes are computed at once on a machine with so many processors: unless it is set half of them, so that
     * a storm of logins leaves the others to requests and to who else is on the machine.
     */
    public int threadsOn(int processors) {
        return threads == 0 ? Math.max(1, Math.min(MOST_BY_ITSELF, processors / 2)) : threads;
    }
}
