package io.yizhan.client.connection;

import chat.v2.Error;
import chat.v2.ErrorCode;
import chat.v2.Frame;
import chat.v2.GoAway;
import chat.v2.LoginRequest;
import chat.v2.LogoutRequest;
import com.google.errorprone.annotations.CheckReturnValue;
import io.netty.channel.EventLoop;
import io.yizhan.client.gate.Account;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.gate.NodeFinder;
import io.yizhan.client.gate.Ticket;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one device logged in from {@link #start} to {@link #stop}: over lost connections, dead and draining workers,
 * and worn-out tokens; not after it was kicked. Every method is to be called on the event loop.
 */
public final class SessionKeeper {
    private static final int FIRST_TRIES = 3;
    private static final long DRAIN_LIMIT_MS = 2_000;
    private static final long DRAIN_CHECK_MS = 50;

    private enum State {
        STOPPED,
        CONNECTING,
        ONLINE,
        WAITING
    }

    private final EventLoop loop;
    private final Account account;
    private final String clientVersion;
    private final NodeFinder finder;
    private final Dialer dialer;
    private final Reconnects reconnects;
    private final SessionEvents events;
    private final ServerConnection.Listener frames = new Frames();
    private State state = State.STOPPED;
    /** Grows with every step that makes what is under way meaningless. */
    private int generation;

    private CompletableFuture<Void> started = new CompletableFuture<>();
    private int firstTries;
    private @Nullable ServerConnection current;
    private long currentNode;
    private boolean moving;

    /** The parts a keeper works with. */
    public record Parts(
            Account account,
            String clientVersion,
            NodeFinder finder,
            DialSettings dial,
            ReconnectPolicy policy,
            RandomGenerator random) {}

    /** @param clock milliseconds, monotonic */
    public SessionKeeper(EventLoop loop, Parts parts, LongSupplier clock, SessionEvents events) {
        this.loop = loop;
        this.account = parts.account();
        this.clientVersion = parts.clientVersion();
        this.finder = parts.finder();
        this.dialer = new Dialer(loop, parts.dial(), System::currentTimeMillis);
        this.reconnects = new Reconnects(parts.policy(), parts.random(), clock);
        this.events = events;
    }

    /**
     * Connects. Later losses are repaired without a further call.
     *
     * @return completes at the first login; fails when no gate answers, when the login is refused, or after three
     *     workers failed
     */
    @CheckReturnValue
    public CompletableFuture<Void> start() {
        if (state != State.STOPPED) {
            return CompletableFuture.failedFuture(new ChatException(Error.newBuilder()
                    .setCode(ErrorCode.ALREADY_LOGGED_IN)
                    .setMessage("This client is connected or connecting")
                    .build()));
        }
        started = new CompletableFuture<>();
        firstTries = 0;
        attempt();
        return started;
    }

    /** Ends the session without a word to the server; nothing follows. */
    public void stop() {
        halt();
        if (current != null) {
            current.close(new ConnectionLostException("The client closed the connection"));
        }
        started.completeExceptionally(new CancellationException("The client was closed"));
    }

    /** Logs out, then ends the session; completes when the server answered, or fails. */
    @CheckReturnValue
    public CompletableFuture<Void> logout() {
        halt();
        ServerConnection connection = current;
        if (connection == null) {
            return CompletableFuture.completedFuture(null);
        }
        return connection
                .ask(Frame.newBuilder().setLogoutRequest(LogoutRequest.getDefaultInstance()))
                .whenComplete((answer, error) -> connection.close(new ConnectionLostException("Logged out")))
                .thenApply(answer -> null);
    }

    private void halt() {
        state = State.STOPPED;
        generation++;
    }

    private void attempt() {
        state = State.CONNECTING;
        int mine = ++generation;
        var unused = finder.find(reconnects.avoided())
                .whenCompleteAsync(
                        (ticket, error) -> {
                            if (mine == generation) {
                                found(mine, ticket, error);
                            }
                        },
                        loop);
    }

    private void found(int mine, @Nullable Ticket ticket, @Nullable Throwable error) {
        if (ticket == null) {
            failed(error);
            return;
        }
        LoginRequest login = LoginRequest.newBuilder()
                .setToken(ticket.token())
                .setUserId(account.user().value())
                .setDeviceId(account.device().value())
                .setPlatform(account.platform())
                .setClientVersion(clientVersion)
                .build();
        var unused = dialer.dial(ticket.node(), login, frames).whenComplete((loggedIn, refusal) -> {
            if (mine != generation) {
                if (loggedIn != null) {
                    loggedIn.connection().close(new ConnectionLostException("The client was closed"));
                }
            } else if (loggedIn != null) {
                online(loggedIn, ticket);
            } else {
                refused(ticket, refusal);
            }
        });
    }

    private void online(LoggedIn loggedIn, Ticket ticket) {
        state = State.ONLINE;
        current = loggedIn.connection();
        currentNode = ticket.node().id();
        moving = false;
        reconnects.online();
        loggedIn.connection()
                .keepAlive(Duration.ofMillis(
                        Integer.toUnsignedLong(loggedIn.response().getHeartbeatMs())));
        events.online(loggedIn.connection(), loggedIn.response(), ticket);
        started.complete(null);
    }

    private void refused(Ticket ticket, @Nullable Throwable error) {
        if (error instanceof ChatException refusal && refusal.code() == ErrorCode.BAD_TOKEN) {
            finder.forgetToken();
        } else {
            reconnects.failed(ticket.node().id());
        }
        failed(error);
    }

    private void failed(@Nullable Throwable error) {
        Throwable cause = error == null ? new ConnectionLostException("Unknown") : Failures.unwrap(error);
        boolean first = !started.isDone();
        if (Failures.isFinal(cause, first)) {
            giveUp(cause);
        } else if (!first) {
            tryAgain(Failures.retryAfter(cause));
        } else if (cause instanceof GateException || ++firstTries >= FIRST_TRIES) {
            giveUp(cause);
        } else {
            attempt();
        }
    }

    private void giveUp(Throwable cause) {
        halt();
        if (!started.completeExceptionally(cause)) {
            events.stopped(cause);
        }
    }

    private void tryAgain(Duration least) {
        state = State.WAITING;
        int mine = ++generation;
        Duration delay = moving ? Duration.ZERO : reconnects.nextDelay(least);
        moving = false;
        events.reconnecting(Math.max(1, reconnects.attempt()), delay);
        var unused = loop.schedule(
                () -> {
                    if (mine == generation) {
                        attempt();
                    }
                },
                delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Whoever stays longer than it was given is put out, with all the others who stayed: so it is gone before. */
    private void goAway(ServerConnection connection, GoAway goAway) {
        long lastMs = Integer.toUnsignedLong(goAway.getReconnectWithinMs()) * 9 / 10;
        long waitMs = reconnects.within(lastMs).toMillis();
        long patienceMs = Math.min(DRAIN_LIMIT_MS, lastMs - waitMs);
        var unused = loop.schedule(() -> move(connection, patienceMs), waitMs, TimeUnit.MILLISECONDS);
    }

    /** Leaves the worker as soon as it has answered everything, or when its patience ends. */
    private void move(ServerConnection connection, long patienceMs) {
        if (connection != current) {
            return;
        }
        if (connection.isQuiet() || patienceMs <= 0) {
            moving = true;
            connection.close(new ConnectionLostException("The worker is draining"));
        } else {
            long pauseMs = Math.min(DRAIN_CHECK_MS, patienceMs);
            var unused = loop.schedule(() -> move(connection, patienceMs - pauseMs), pauseMs, TimeUnit.MILLISECONDS);
        }
    }

    /** Hears the connections; only the current one counts. */
    private final class Frames implements ServerConnection.Listener {
        @Override
        public void frame(ServerConnection connection, Frame frame) {
            if (connection != current) {
                return;
            }
            if (frame.hasKicked()) {
                halt();
                events.kicked(frame.getKicked());
                connection.close(new ConnectionLostException("Kicked"));
            } else if (frame.hasGoAway()) {
                goAway(connection, frame.getGoAway());
            } else {
                events.frame(frame);
            }
        }

        @Override
        public void lost(ServerConnection connection, ConnectionLostException reason) {
            if (connection != current) {
                return;
            }
            current = null;
            reconnects.lost(currentNode);
            events.offline(reason);
            if (state == State.ONLINE) {
                tryAgain(Duration.ZERO);
            }
        }
    }
}
