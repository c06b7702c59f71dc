package io.yizhan.server.state;

import io.yizhan.identity.UserId;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.session.SessionAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that have ended while the registry could not be reached: tries every second to take them out, until it has
 * answered or their leases have ended, so that nobody is a ghost for longer than the registry is away. Bounded: the
 * rest is left to the leases. Safe from any thread, never blocks.
 */
public final class OpenRemovals implements Consumer<SessionAddress> {
    private static final Logger log = LoggerFactory.getLogger(OpenRemovals.class);
    static final Duration PERIOD = Duration.ofSeconds(1);

    private static final int MOST = 100_000;
    private static final int AT_ONCE = 500;

    private final SessionRegistry registry;
    private final Consumer<UserId> removed;
    private final ScheduledExecutorService scheduler;
    /** With how often each is still to be tried. */
    private final ConcurrentMap<SessionAddress, Integer> open = new ConcurrentHashMap<>();

    private final AtomicBoolean busy = new AtomicBoolean();

    /**
     * @param removed hears whose entry was taken out; must not block
     * @param scheduler only starts the calls; ended by its owner, and this with it
     */
    public OpenRemovals(SessionRegistry registry, Consumer<UserId> removed, ScheduledExecutorService scheduler) {
        this.registry = registry;
        this.removed = removed;
        this.scheduler = scheduler;
    }

    /** Begins to try; called once. */
    public void start() {
        new Recurring(log, "Entries of sessions that ended stay until their leases end", this::look)
                .withPauses(scheduler, PERIOD);
    }

    /** This entry could not be taken out. */
    @Override
    public void accept(SessionAddress session) {
        if (open.size() < MOST) {
            open.putIfAbsent(session, Math.toIntExact(registry.lease().dividedBy(PERIOD)));
        }
    }

    private void look() {
        if (open.isEmpty() || !busy.compareAndSet(false, true)) {
            return;
        }
        List<SessionAddress> some = open.keySet().stream().limit(AT_ONCE).toList();
        CompletableFuture.allOf(some.stream().map(this::remove).toArray(CompletableFuture[]::new))
                .whenComplete((done, failure) -> busy.set(false));
    }

    private CompletableFuture<Void> remove(SessionAddress session) {
        return registry.unregister(session)
                .thenAccept(was -> {
                    open.remove(session);
                    removed.accept(session.user());
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        open.computeIfPresent(session, (same, left) -> left > 1 ? left - 1 : null);
                    }
                })
                .toCompletableFuture();
    }
}
