package io.yizhan.bench.command;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a load begins, so that several generators begin together. */
final class BeginOption {
    @Option(
            names = "--begin-at",
            paramLabel = "TIME",
            description = "once the users are logged in, wait for this time: 2026-11-22T01:30:00Z; for several"
                    + " generators at once, whose results are merged afterwards")
    private @Nullable Instant begin;

    /**
     * Waits for it, if one was given. Blocks.
     *
     * @throws IllegalStateException if it has passed
     */
    void await() throws InterruptedException {
        if (begin != null) {
            long wait = Duration.between(Instant.now(), begin).toMillis();
            if (wait < 0) {
                throw new IllegalStateException("The users were not logged in before: " + begin);
            }
            TimeUnit.MILLISECONDS.sleep(wait);
        }
    }
}
