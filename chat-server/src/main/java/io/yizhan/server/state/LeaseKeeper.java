package io.yizhan.server.state;

import io.yizhan.identity.DeviceId;
import io.yizhan.identity.Incarnation;
import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.session.LocalSession;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the entries of the sessions here standing: renews their leases, three times in each, and hands them to this
 * worker's next life. Sessions that turn out to be displaced are kicked. Safe from any thread, never blocks.
 */
public final class LeaseKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int RENEWALS_IN_A_LEASE = 3;
    private static final int RENEWED_AT_ONCE = 1_000;
    private static final int MOVED_AT_ONCE = 64;

    private final SessionRegistry registry;
    private final SessionManager local;
    private final Supplier<Incarnation> self;
    private final ScheduledExecutorService scheduler;
    private final OwnEntries entries;
    private final Outage outage =
            new Outage(log, "Leases are not renewed; they are tried again at the next time", System::nanoTime);
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicReference<@Nullable Future<?>> renewals = new AtomicReference<>();

    /**
     * @param self the present life of this worker
     * @param scheduler only starts the work; not closed here
     */
    public LeaseKeeper(
            SessionRegistry registry,
            SessionManager local,
            Supplier<Incarnation> self,
            ScheduledExecutorService scheduler) {
        this.registry = registry;
        this.local = local;
        this.self = self;
        this.scheduler = scheduler;
        this.entries = new OwnEntries(registry, local);
    }

    /** Begins to renew; called once. */
    public void start() {
        Duration period = registry.lease().dividedBy(RENEWALS_IN_A_LEASE);
        renewals.set(new Recurring(log, "Leases are not renewed", this::renewAll).atRate(scheduler, period, period));
    }

    /** Renews no more; entries that stand are left to their owners and their leases. */
    @Override
    public void close() {
        Future<?> running = renewals.getAndSet(null);
        if (running != null) {
            running.cancel(false);
        }
    }

    /** Hands all sessions here to this life; those that are displaced get kicked. */
    public void newLife(Incarnation life) {
        moveAll(life);
    }

    /** A round that takes longer than the time between two is not joined by another. */
    private void renewAll() {
        if (!busy.compareAndSet(false, true)) {
            log.warn("Leases are still being renewed since the last time");
            return;
        }
        CompletableFuture.completedFuture(self)
                // Whoever could not be moved before is moved now.
                .thenCompose(present -> moveAll(present.get()))
                .thenCompose(moved -> inTurn(registered(), RENEWED_AT_ONCE, this::renew))
                .whenComplete((done, failure) -> {
                    busy.set(false);
                    if (failure == null) {
                        outage.over();
                    } else {
                        outage.failed(failure);
                    }
                });
    }

    private List<LocalSession> registered() {
        return local.all().stream()
                .filter(session -> session.registered().isPresent())
                .toList();
    }

    private CompletionStage<Void> renew(List<LocalSession> sessions) {
        Map<SessionAddress, LocalSession> byAddress = new HashMap<>();
        sessions.forEach(session -> session.registered().ifPresent(address -> byAddress.put(address, session)));
        Map<SessionAddress, Duration> idle = new HashMap<>();
        byAddress.forEach((address, session) -> idle.put(address, session.idle()));
        return registry.refresh(idle)
                .thenAccept(displaced -> byAddress.forEach(
                        (address, session) -> renewed(session, address, Optional.ofNullable(displaced.get(address)))));
    }

    private void renewed(LocalSession session, SessionAddress address, Optional<DeviceId> displacedBy) {
        SessionAddress present = session.registered().orElse(address);
        if (displacedBy.isPresent()) {
            entries.displaced(session, displacedBy.get());
        } else if (present.equals(address)) {
            entries.settle(session, address);
        } else {
            // It was moved to another life at the same time, and the renewal may have put the former one back.
            entries.restore(session, present);
        }
    }

    /** Never fails: those that could not be moved are counted and logged. */
    private CompletionStage<Void> moveAll(Incarnation life) {
        List<LocalSession> elsewhere = registered().stream()
                .filter(session -> !session.address().holder().equals(life))
                .toList();
        if (elsewhere.isEmpty()) {
            return CompletableFuture.completedStage(null);
        }
        AtomicInteger failed = new AtomicInteger();
        return inTurn(
                        elsewhere,
                        MOVED_AT_ONCE,
                        some -> allOf(
                                some,
                                session -> entries.move(session, life).exceptionally(failure -> {
                                    failed.incrementAndGet();
                                    log.debug("Not moved: {}", session.id(), failure);
                                    return null;
                                })))
                .thenRun(() -> {
                    log.info("Moved {} sessions to the life {}", elsewhere.size() - failed.get(), life);
                    if (failed.get() > 0) {
                        log.warn("Could not move {} sessions, trying again at the next renewal", failed.get());
                    }
                });
    }

    private static CompletionStage<Void> allOf(
            List<LocalSession> sessions, Function<LocalSession, CompletionStage<Void>> work) {
        return CompletableFuture.allOf(sessions.stream()
                .map(work)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new));
    }

    /** Works on {@code size} sessions after the other, so that ten thousand do not fill the queue of the registry. */
    private static CompletionStage<Void> inTurn(
            List<LocalSession> sessions, int size, Function<List<LocalSession>, CompletionStage<Void>> work) {
        CompletionStage<Void> done = CompletableFuture.completedStage(null);
        for (int from = 0; from < sessions.size(); from += size) {
            List<LocalSession> some = sessions.subList(from, Math.min(from + size, sessions.size()));
            done = done.thenCompose(before -> work.apply(some));
        }
        return done;
    }
}
