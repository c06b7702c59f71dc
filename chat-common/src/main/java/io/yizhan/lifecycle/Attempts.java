package io.yizhan.lifecycle;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again, ever more slowly, what fails while a server is not up yet; so the order of starting does not matter. */
public final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration FIRST_WORD = Duration.ofSeconds(2);

    private Attempts() {}

    /**
     * Blocks until an attempt succeeds, and says from time to time what it waits for.
     *
     * @param what is waited for and where, without credentials
     * @return what the first attempt that succeeded gave
     * @throws CredentialsRefusedException as soon as the server has said so
     * @throws RuntimeException the last attempt's, wrapped if it was checked, once {@code limit} has passed
     */
    public static <T> T until(String what, Duration limit, Callable<T> attempt) throws InterruptedException {
        AtomicReference<Duration> nextWord = new AtomicReference<>(FIRST_WORD);
        return until(what, limit, attempt, passed -> {
            if (passed.compareTo(nextWord.get()) >= 0) {
                log.info("Waiting for {}, {} s so far", what, passed.toSeconds());
                nextWord.set(passed.multipliedBy(2));
            }
        });
    }

    /** Blocks like {@link #until(String, Duration, Callable)}, for a caller that tells by itself what it waits for. */
    public static <T> T quietly(Duration limit, Callable<T> attempt) throws InterruptedException {
        return until("It", limit, attempt, passed -> {});
    }

    private static <T> T until(String who, Duration limit, Callable<T> attempt, Consumer<Duration> failedAfter)
            throws InterruptedException {
        long begun = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return attempt.call();
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                CredentialsRefusedException.saidBy(e).ifPresent(words -> {
                    throw new CredentialsRefusedException(who + " refuses the user or the password: " + words, e);
                });
                Duration passed = Duration.ofNanos(System.nanoTime() - begun);
                if (passed.plus(pause).compareTo(limit) >= 0) {
                    throw e instanceof RuntimeException unchecked
                            ? unchecked
                            : new IllegalStateException(String.valueOf(e.getMessage()), e);
                }
                log.debug("Not there yet", e);
                failedAfter.accept(passed);
            }
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
