package io.yizhan.gate.start;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries again, ever more slowly, what fails while a server is not up yet. */
final class Attempts {
    private static final Logger log = LoggerFactory.getLogger(Attempts.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private Attempts() {}

    /** @throws RuntimeException the last attempt's, wrapped if it was checked, once {@code limit} has passed */
    static void until(Duration limit, Attempt attempt) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                attempt.run();
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (System.nanoTime() + pause.toNanos() >= deadline) {
                    throw e instanceof RuntimeException unchecked
                            ? unchecked
                            : new IllegalStateException(e.getMessage(), e);
                }
                log.debug("Not there yet: {}", e.toString());
            }
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** One try of something that may not be there yet. */
    interface Attempt {
        void run() throws Exception;
    }
}
