package io.yizhan.server.delivery;

import io.yizhan.lifecycle.Outage;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.PositionStore.Device;
import io.yizhan.server.archive.PositionStore.DeviceCursor;
import io.yizhan.server.archive.PositionStore.MemberPosition;
import io.yizhan.server.state.UnsavedPositions;
import io.yizhan.server.state.UnsavedPositions.Acknowledged;
import io.yizhan.server.state.UnsavedPositions.Batch;
import io.yizhan.server.state.UnsavedPositions.Change;
import io.yizhan.server.state.UnsavedPositions.Reached;
import io.yizhan.server.state.UnsavedPositions.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings positions and cursors from where they move to where they stay, many at once; any number of workers may do so,
 * and what one leaves the others save. Also drops the cursors of devices that stay away. Its thread only starts calls.
 */
public final class PositionSaver implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PositionSaver.class);
    private static final int AT_ONCE = 512;
    private static final int EXPIRED_AT_ONCE = 100;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration EXPIRY_PAUSE = Duration.ofHours(1);

    private final UnsavedPositions unsaved;
    private final PositionStore store;
    private final Duration kept;
    private final Outage notSaved;
    private final ScheduledExecutorService clock;
    private final AtomicBoolean saving = new AtomicBoolean();

    /** @param kept how long the cursors of a device that stays away are kept */
    public PositionSaver(UnsavedPositions unsaved, PositionStore store, Duration kept, DeliveryClock now) {
        this(unsaved, store, kept, now, DeliveryThreads.own());
    }

    /** On threads of one's own. */
    public PositionSaver(
            UnsavedPositions unsaved, PositionStore store, Duration kept, DeliveryClock now, DeliveryThreads threads) {
        this.unsaved = unsaved;
        this.store = store;
        this.kept = kept;
        this.notSaved = new Outage(log, "Positions are not saved; they stay in Redis and are tried again", now::nanos);
        this.clock = threads.timer("position-saver");
    }

    /** Saves twice a second until closed. */
    public void start() {
        new Recurring(log, "Positions are not looked for", this::look).withPauses(clock, PAUSE);
        new Recurring(log, "Cursors of devices that stay away are kept", this::expire).withPauses(clock, EXPIRY_PAUSE);
    }

    private void look() {
        // One round at a time: a slow store is not asked twice.
        if (saving.compareAndSet(false, true)) {
            save().whenComplete((saved, failure) -> {
                saving.set(false);
                if (failure == null) {
                    notSaved.over();
                } else {
                    notSaved.failed(failure);
                }
            });
        }
    }

    /** Saves all that is due. */
    CompletionStage<Void> save() {
        return unsaved.claim(AT_ONCE)
                .thenCompose(batch -> batch.changes().isEmpty()
                        ? CompletableFuture.completedStage(null)
                        : save(batch)
                                .thenCompose(done -> unsaved.settle(batch))
                                .thenCompose(settled -> batch.changes().size() < AT_ONCE
                                        ? CompletableFuture.completedStage(null)
                                        : save()));
    }

    private CompletionStage<Void> save(Batch batch) {
        List<MemberPosition> members = new ArrayList<>();
        List<DeviceCursor> cursors = new ArrayList<>();
        Set<Device> devices = new LinkedHashSet<>();
        for (Change change : batch.changes()) {
            if (change instanceof Reached reached) {
                members.add(new MemberPosition(
                        reached.conversation(),
                        reached.user(),
                        reached.position().delivered(),
                        reached.position().read()));
            } else if (change instanceof Acknowledged acknowledged) {
                Device device = new Device(acknowledged.user(), acknowledged.device());
                cursors.add(new DeviceCursor(device, acknowledged.conversation(), acknowledged.seq()));
                devices.add(device);
            } else if (change instanceof Seen seen) {
                devices.add(new Device(seen.user(), seen.device()));
            }
        }
        return store.save(members, cursors, devices);
    }

    private void expire() {
        store.expire(kept, EXPIRED_AT_ONCE).whenComplete((dropped, failure) -> {
            if (failure != null) {
                log.debug("Cursors of devices that stay away are left to the next time", failure);
            } else if (dropped == EXPIRED_AT_ONCE) {
                clock.execute(this::expire);
            } else if (dropped > 0) {
                log.info("Dropped the cursors of devices that stayed away: {}", dropped);
            }
        });
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
