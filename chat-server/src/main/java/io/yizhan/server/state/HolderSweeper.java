package io.yizhan.server.state;

import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Recurring;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the entries of workers that are gone out of the registry, 5 to 10 s after the view of the cluster has lost
 * them; every worker does, so that one survivor is enough. Safe from any thread, never blocks.
 */
public final class HolderSweeper implements AutoCloseable {
    /** How often it looks who is gone. */
    static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(HolderSweeper.class);

    private final SessionRegistry registry;
    private final HolderLiveness liveness;
    private final Supplier<Incarnation> self;
    private final ScheduledExecutorService scheduler;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<Set<Incarnation>> goneBefore = new AtomicReference<>(Set.of());
    private final AtomicReference<@Nullable Future<?>> looks = new AtomicReference<>();

    /**
     * @param self the present life of this worker
     * @param scheduler only starts the work; not closed here
     */
    public HolderSweeper(
            SessionRegistry registry,
            HolderLiveness liveness,
            Supplier<Incarnation> self,
            ScheduledExecutorService scheduler) {
        this.registry = registry;
        this.liveness = liveness;
        this.self = self;
        this.scheduler = scheduler;
    }

    /** Begins to look, at once; called once, when this worker has joined. */
    public void start() {
        looks.set(new Recurring(log, "What dead workers left is not looked for", this::look)
                .atRate(scheduler, Duration.ZERO, PERIOD));
    }

    @Override
    public void close() {
        Future<?> running = looks.getAndSet(null);
        if (running != null) {
            running.cancel(false);
        }
    }

    private void look() {
        if (!busy.compareAndSet(false, true)) {
            return; // the registry is slow, or somebody left very much behind
        }
        registry.holders(self.get())
                .thenCompose(holders -> sweepAll(goneForGood(holders)))
                .whenComplete((done, failure) -> {
                    busy.set(false);
                    if (failure != null) {
                        log.debug("Could not look who is gone, trying again at the next time", failure);
                    }
                });
    }

    /** Gone now as at the last look: a member turns into a suspect, or into another incarnation, in some moments. */
    private Set<Incarnation> goneForGood(Set<Incarnation> holders) {
        Set<Incarnation> gone =
                holders.stream().filter(holder -> !liveness.mayLive(holder)).collect(Collectors.toSet());
        Set<Incarnation> before = goneBefore.getAndSet(gone);
        return gone.stream().filter(before::contains).collect(Collectors.toSet());
    }

    private CompletionStage<Void> sweepAll(Set<Incarnation> ended) {
        return CompletableFuture.allOf(ended.stream()
                .map(each -> registry.sweep(each)
                        .thenAccept(removed -> {
                            if (removed > 0) {
                                log.info("Removed what a worker that is gone had left: {}, entries {}", each, removed);
                            }
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }
}
