package io.yizhan.server;

import io.yizhan.server.cluster.Membership;
import io.yizhan.server.session.SessionManager;
import io.yizhan.server.state.StateManager;
import io.yizhan.server.transport.ClientListener;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a worker leaves, in the order that loses nothing and leads no crowd anywhere: gates learn that nobody is to come,
 * the port is closed, the clients go one by one, what they sent is answered, and the registry forgets them. What they
 * stand on is closed after this. Blocks; one thread.
 */
final class Drain implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);
    /** Twice as long as a report may wait. Without ZooKeeper nobody learns of it anyway. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(1);

    private static final Duration TAKEN_OUT_WITHIN = Duration.ofSeconds(2);
    private static final int LEAVING_PER_SECOND = 500;
    /** Whoever asked a worker to stop does not wait for ever: 60 s with all that follows. */
    private static final Duration LEAVE_AT_MOST = Duration.ofSeconds(50);

    private final Membership membership;
    private final ClientListener clients;
    private final StateManager states;
    private final SessionManager sessions;
    private final Duration half;

    /** @param stopTimeout one half for clients to leave, longer if they are many; one for what is under way */
    Drain(
            Membership membership,
            ClientListener clients,
            StateManager states,
            SessionManager sessions,
            Duration stopTimeout) {
        this.membership = membership;
        this.clients = clients;
        this.states = states;
        this.sessions = sessions;
        this.half = stopTimeout.dividedBy(2);
    }

    @Override
    public void close() throws InterruptedException {
        await("Leaving, though gates may not know it yet", membership.drain(), TOLD_WITHIN);
        clients.drain(timeToLeave(sessions.size(), half), half);
        await("Sessions are left to their leases in the registry", states.settled(), TAKEN_OUT_WITHIN);
    }

    /** At least {@code least}; longer where more than 500 a second would leave. */
    static Duration timeToLeave(int sessions, Duration least) {
        Duration paced = Duration.ofMillis(sessions * 1_000L / LEAVING_PER_SECOND);
        Duration most = least.compareTo(LEAVE_AT_MOST) > 0 ? least : LEAVE_AT_MOST;
        return paced.compareTo(least) < 0 ? least : paced.compareTo(most) < 0 ? paced : most;
    }

    private static void await(String otherwise, CompletionStage<Void> stage, Duration limit)
            throws InterruptedException {
        try {
            stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("{}: {}", otherwise, e.toString());
        }
    }
}
