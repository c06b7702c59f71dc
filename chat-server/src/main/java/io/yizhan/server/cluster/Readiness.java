package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.NodeView;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes this worker out of the gates' choice while it cannot do its work, and sends its clients to another one if that
 * lasts and another one is ready. Where all are in the same trouble, clients stay where they are: there is no better
 * place. ZooKeeper's silence is no trouble. One thread calls {@link #look} every second.
 */
public final class Readiness {
    /** How often {@link #look} is to be called. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final Duration STATE_SILENT = Duration.ofSeconds(5);
    private static final Duration UNREGISTERED = Duration.ofSeconds(60);
    /** A worker that is not ready keeps its clients so long: most troubles are over by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration LEAVE_AT_LEAST = Duration.ofSeconds(10);
    private static final int LEAVING_PER_SECOND = 500;
    /** What is sent on the last moment is answered in this time. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Membership membership;
    private final NodeView nodes;
    private final Supplier<Duration> stateSilence;
    private final Clients clients;
    private final LongSupplier clock;
    private Optional<Trouble> trouble = Optional.empty();

    /** The clients here. Never blocks. */
    public interface Clients {
        int count();

        /** Asks all to leave, each at a moment of its own within this time. */
        void sendAway(Duration within);

        /** Closes the connections of those who stayed. */
        void retire();
    }

    /** Times are of {@link #clock}. */
    private record Trouble(long since, Optional<Long> retireAt) {}

    /**
     * @param stateSilence for how long the store of sessions and numbers has not answered; asked at each look
     * @param clock nanoseconds, monotonic
     */
    public Readiness(
            Membership membership,
            NodeView nodes,
            Supplier<Duration> stateSilence,
            Clients clients,
            LongSupplier clock) {
        this.membership = membership;
        this.nodes = nodes;
        this.stateSilence = stateSilence;
        this.clients = clients;
        this.clock = clock;
    }

    /** Looks whether this worker can do its work, and acts on it. Never blocks, never throws. */
    public void look() {
        try {
            judge();
        } catch (RuntimeException e) {
            log.error("Could not look whether this worker is ready", e);
        }
    }

    private void judge() {
        Optional<String> reason = reason();
        if (reason.isEmpty()) {
            recovered();
        } else if (trouble.isEmpty()) {
            log.warn("Not ready, gates send nobody new: {}", reason.get());
            membership.ready(false);
            trouble = Optional.of(new Trouble(clock.getAsLong(), Optional.empty()));
        } else {
            goesOn(trouble.get());
        }
    }

    private Optional<String> reason() {
        Duration silence = stateSilence.get();
        if (silence.compareTo(STATE_SILENT) >= 0) {
            return Optional.of("Redis has not answered for " + silence.toSeconds() + " s");
        }
        Duration unregistered = membership.unregistered();
        return unregistered.compareTo(UNREGISTERED) >= 0
                ? Optional.of("not registered in ZooKeeper for " + unregistered.toSeconds() + " s")
                : Optional.empty();
    }

    private void recovered() {
        if (trouble.isPresent()) {
            log.info("Ready again");
            membership.ready(true);
            trouble = Optional.empty();
        }
    }

    private void goesOn(Trouble present) {
        long now = clock.getAsLong();
        if (present.retireAt().isEmpty()) {
            if (now - present.since() >= PATIENCE.toNanos() && anotherIsReady()) {
                trouble = Optional.of(new Trouble(present.since(), Optional.of(now + sendAway())));
            }
        } else if (now - present.retireAt().get() >= 0 && clients.count() > 0) {
            log.warn("Closing the connections of clients that did not leave: {}", clients.count());
            clients.retire();
            trouble = Optional.of(new Trouble(present.since(), Optional.of(now + ANSWER.toNanos())));
        }
    }

    /** When those who are still there are to be retired, in nanoseconds from now. */
    private long sendAway() {
        Duration paced = Duration.ofSeconds(clients.count() / LEAVING_PER_SECOND);
        Duration within = paced.compareTo(LEAVE_AT_LEAST) > 0 ? paced : LEAVE_AT_LEAST;
        log.warn("Still not ready, clients are sent to other workers: {}", clients.count());
        clients.sendAway(within);
        return within.plus(ANSWER).toNanos();
    }

    private boolean anotherIsReady() {
        return nodes.nodes().stream()
                .anyMatch(node -> node.state() == NodeState.UP
                        && !node.id().equals(membership.self().node()));
    }
}
