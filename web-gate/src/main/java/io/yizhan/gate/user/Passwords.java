package io.yizhan.gate.user;

import io.yizhan.gate.config.PasswordConfig;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes and checks passwords on a few threads with a short queue, so that a storm of logins takes bounded memory and
 * leaves processors to others. Calls block until it is their turn; when the queue is full they are refused at once.
 */
public final class Passwords implements AutoCloseable {
    private static final Duration COME_BACK = Duration.ofSeconds(1);

    private final PasswordHasher hasher;
    private final ThreadPoolExecutor pool;
    private final CompletableFuture<String> decoy;

    private Passwords(PasswordHasher hasher, ThreadPoolExecutor pool, CompletableFuture<String> decoy) {
        this.hasher = hasher;
        this.pool = pool;
        this.decoy = decoy;
    }

    /** Begins to hash once, for those who do not exist; does not wait for it. */
    public static Passwords open(PasswordHasher hasher, PasswordConfig config) {
        AtomicInteger number = new AtomicInteger();
        int threads = config.threadsOn(Runtime.getRuntime().availableProcessors());
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.MILLISECONDS, new ArrayBlockingQueue<>(config.queue()), work -> {
                    Thread thread = new Thread(work, "password-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        return new Passwords(
                hasher,
                pool,
                CompletableFuture.supplyAsync(
                        () -> hasher.hash(UUID.randomUUID().toString()), pool));
    }

    /** @throws Refusal RATE_LIMITED when too many wait */
    public String hash(String password) {
        return run(() -> hasher.hash(password));
    }

    /**
     * Takes as long without an account as with one.
     *
     * @param stored the account's hash; empty if there is no account, which is then wrong whatever {@code given} is
     * @throws Refusal RATE_LIMITED when too many wait
     */
    public PasswordCheck check(Optional<String> stored, String given) {
        return run(() -> {
            String hash = stored.orElseGet(decoy::join); // the pool began with it, so it is there or about to be
            if (!hasher.verify(given, hash) || stored.isEmpty()) {
                return hasher.canRead(hash) ? PasswordCheck.WRONG : PasswordCheck.UNREADABLE;
            }
            return hasher.isCurrent(hash) ? PasswordCheck.RIGHT : PasswordCheck.rightAndRenewed(hasher.hash(given));
        });
    }

    /** How many wait for their turn at present. */
    public int waiting() {
        return pool.getQueue().size();
    }

    private <T> T run(Callable<T> work) {
        Future<T> result;
        try {
            result = pool.submit(work);
        } catch (RejectedExecutionException e) {
            throw Refusal.rateLimited("Too many passwords are being checked", COME_BACK);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new Refusal(GateError.UNAVAILABLE, "The gate is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException("A password could not be hashed", e.getCause());
        }
    }

    /** Waits for nobody. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
