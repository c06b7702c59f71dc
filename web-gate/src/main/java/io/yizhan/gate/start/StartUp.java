package io.yizhan.gate.start;

import io.yizhan.gate.config.StartConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Waits for all prerequisites at once, saying what is missing. It runs before the web server opens its port, so that a
 * gate that can be connected to is ready.
 */
@Component
final class StartUp implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(StartUp.class);
    private static final Duration FIRST_WORD = Duration.ofSeconds(2);
    private static final Duration RAREST_WORD = Duration.ofSeconds(16);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(20);

    private final List<Prerequisite> prerequisites;
    private final Duration limit;
    private volatile boolean running;

    StartUp(List<Prerequisite> prerequisites, StartConfig config) {
        this.prerequisites = prerequisites;
        this.limit = config.timeout();
    }

    /** @throws StartFailedException if one cannot be used or does not come in time */
    @Override
    public void start() {
        ExecutorService threads = Executors.newFixedThreadPool(prerequisites.size(), work -> {
            Thread thread = new Thread(work, "start");
            thread.setDaemon(true);
            return thread;
        });
        Thread stopper = stopWithTheProcess(Thread.currentThread());
        try {
            Map<Prerequisite, CompletableFuture<Void>> waits = new LinkedHashMap<>();
            for (Prerequisite prerequisite : prerequisites) {
                waits.put(prerequisite, CompletableFuture.runAsync(() -> reach(prerequisite), threads));
            }
            await(waits);
            running = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("Stopped while starting", e);
        } finally {
            end(threads);
            forget(stopper);
        }
    }

    /** Spring's own shutdown waits until a start is over, so that start has to be ended first. */
    private static Thread stopWithTheProcess(Thread starting) {
        Thread stopper = new Thread(starting::interrupt, "stop-starting");
        Runtime.getRuntime().addShutdownHook(stopper);
        return stopper;
    }

    /** Those that wait give up; a migration is not cut in the middle, since the next start would have to finish it. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(ENDED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("What was begun at start is cut off after: {}", ENDED_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread stopper) {
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            log.debug("The process is stopping already", e);
        }
    }

    private void reach(Prerequisite prerequisite) {
        try {
            prerequisite.reach(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailedException("Stopped while waiting for " + prerequisite.name(), e);
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).strip().replaceAll("\\s*[\\r\\n]+\\s*", " ");
            throw new StartFailedException("Could not start without " + prerequisite.name() + ": " + reason, e);
        }
    }

    private static void await(Map<Prerequisite, CompletableFuture<Void>> waits) throws InterruptedException {
        CompletableFuture<Void> all = CompletableFuture.allOf(waits.values().toArray(CompletableFuture[]::new));
        for (CompletableFuture<Void> wait : waits.values()) {
            var unused = wait.exceptionally(failure -> {
                all.completeExceptionally(failure); // the first that fails ends the start
                return null;
            });
        }
        Duration pause = FIRST_WORD;
        while (!all.isDone() || all.isCompletedExceptionally()) {
            try {
                all.get(pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof StartFailedException known
                        ? known
                        : new StartFailedException("Could not start: " + e.getMessage(), e);
            } catch (TimeoutException e) {
                log.info("Waiting for {}", missing(waits));
                pause = pause.compareTo(RAREST_WORD) < 0 ? pause.multipliedBy(2) : pause;
            }
        }
    }

    private static String missing(Map<Prerequisite, CompletableFuture<Void>> waits) {
        return waits.entrySet().stream()
                .filter(wait -> !wait.getValue().isDone())
                .map(wait -> wait.getKey().name())
                .collect(Collectors.joining(", "));
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything that answers requests. */
    @Override
    public int getPhase() {
        return 0;
    }
}
