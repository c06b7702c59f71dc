package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.lifecycle.Recurring;
import io.yizhan.server.session.SessionAddress;
import io.yizhan.server.session.SessionLocator;
import io.yizhan.server.state.SessionRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends receipts: the first at once, then at most one a second for each user and conversation, with what has moved
 * meanwhile, so that the last position always goes out. All state belongs to the one thread of the timer; callers only
 * hand over, and nobody blocks.
 */
public final class ReceiptPacer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReceiptPacer.class);
    private static final long SPACING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final long CLOSE_SECONDS = 2;
    /** Beyond, receipts go out unpaced rather than late or never. */
    private static final int MOST_PACED = 100_000;

    private final SessionRegistry registry;
    private final SessionLocator sessions;
    private final DeliveryClock clock;
    private final ScheduledExecutorService timer;
    private final RareWarning noRecipients;
    private final Map<Key, Optional<ReceiptChange>> waiting = new HashMap<>();
    private final Queue<Turn> turns = new ArrayDeque<>();

    /** On a thread of its own. Starts nothing; see {@link #start}. */
    public ReceiptPacer(SessionRegistry registry, SessionLocator sessions, DeliveryClock clock) {
        this(registry, sessions, clock, DeliveryThreads.own());
    }

    /** Starts nothing; see {@link #start}. */
    public ReceiptPacer(
            SessionRegistry registry, SessionLocator sessions, DeliveryClock clock, DeliveryThreads threads) {
        this.registry = registry;
        this.sessions = sessions;
        this.clock = clock;
        this.noRecipients = new RareWarning(log, clock);
        this.timer = threads.timer("receipts");
    }

    public void start() {
        new Recurring(log, "Receipts wait", this::turn).withPauses(timer, LOOK_EVERY);
    }

    void changed(List<ReceiptChange> changes) {
        onTimer(() -> tell(changes.stream().filter(this::mayGoAtOnce).toList()));
    }

    /** Sends what waits, then ends. Blocks, for a short while at most. */
    @Override
    public void close() {
        onTimer(() -> tell(waiting.values().stream().flatMap(Optional::stream).toList()));
        timer.shutdown();
        try {
            if (!timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("Receipts that wait are given up");
                timer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            timer.shutdownNow();
        }
    }

    private boolean mayGoAtOnce(ReceiptChange change) {
        Key key = Key.of(change);
        if (waiting.containsKey(key)) {
            hold(change);
            return false;
        }
        if (waiting.size() < MOST_PACED) {
            next(key);
        }
        return true;
    }

    private void hold(ReceiptChange change) {
        waiting.merge(
                Key.of(change),
                Optional.of(change),
                (before, now) -> before.map(change::and).or(() -> now));
    }

    private void next(Key key) {
        waiting.put(key, Optional.empty());
        turns.add(new Turn(key, clock.nanos() + SPACING_NANOS));
    }

    private void turn() {
        long now = clock.nanos();
        List<ReceiptChange> due = new ArrayList<>();
        while (!turns.isEmpty() && turns.element().atNanos() - now <= 0) {
            Key key = turns.remove().key();
            Optional<ReceiptChange> held = waiting.getOrDefault(key, Optional.empty());
            waiting.remove(key);
            if (held.isPresent()) {
                due.add(held.get());
                next(key);
            }
        }
        tell(due);
    }

    private void tell(List<ReceiptChange> changes) {
        if (changes.isEmpty()) {
            return;
        }
        Set<UserId> users = new HashSet<>();
        changes.forEach(change -> users.addAll(change.readers()));
        registry.find(users).thenAccept(found -> send(changes, found)).exceptionally(failure -> {
            noRecipients.warn(
                    "Could not look up who gets receipts, trying again: " + changes.size() + " receipts", failure);
            onTimer(() -> changes.forEach(this::tryAgain));
            return null;
        });
    }

    /** With what has moved meanwhile; a device that was told of it already is told once more. */
    private void tryAgain(ReceiptChange change) {
        Key key = Key.of(change);
        if (!waiting.containsKey(key)) {
            if (waiting.size() >= MOST_PACED) {
                return; // left to the next sync
            }
            next(key);
        }
        hold(change);
    }

    private void send(List<ReceiptChange> changes, Map<UserId, List<SessionAddress>> found) {
        Dispatch dispatch = new Dispatch(sessions);
        changes.forEach(change -> dispatch.write(change.frame(), change.receivers(found)));
        Set<NodeId> lost = dispatch.send();
        if (!lost.isEmpty()) {
            log.debug("Receipts found no link to their workers, trying again: {}", lost);
            onTimer(() -> changes.stream()
                    .filter(change -> change.receivers(found).stream()
                            .anyMatch(session -> lost.contains(session.holder().node())))
                    .forEach(this::tryAgain));
        }
    }

    private void onTimer(Runnable task) {
        try {
            timer.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("Closing, receipts are left to the next sync", e);
        }
    }

    private record Key(ConversationId conversation, UserId user) {
        static Key of(ReceiptChange change) {
            return new Key(change.conversation(), change.user());
        }
    }

    private record Turn(Key key, long atNanos) {}
}
