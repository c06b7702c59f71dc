package io.yizhan.client;

import chat.v2.Frame;
import chat.v2.Kicked;
import chat.v2.LoginResponse;
import chat.v2.SendRequest;
import chat.v2.Typing;
import io.netty.channel.EventLoop;
import io.yizhan.client.connection.ChatException;
import io.yizhan.client.connection.ConnectionLostException;
import io.yizhan.client.connection.Exchange;
import io.yizhan.client.connection.SessionEvents;
import io.yizhan.client.connection.SessionKeeper;
import io.yizhan.client.gate.GateClient;
import io.yizhan.client.gate.GateException;
import io.yizhan.client.gate.NodeFinder;
import io.yizhan.client.gate.Ticket;
import io.yizhan.client.outbox.MessageIds;
import io.yizhan.client.outbox.Outbox;
import io.yizhan.client.outbox.SendReceipt;
import io.yizhan.client.store.LocalState;
import io.yizhan.client.store.LocalStore;
import io.yizhan.client.sync.HistoryReader;
import io.yizhan.client.sync.OwnDevice;
import io.yizhan.client.sync.Receiver;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of one client and their wiring: what the session brings goes to receiver, outbox and listener. */
final class ClientCore implements SessionEvents {
    private static final Logger log = LoggerFactory.getLogger(ClientCore.class);
    private static final long CLOSE_LIMIT_MS = 2_000;
    private static final String CLIENT_VERSION = "yizhan-java/0.1";

    private final ChatClientConfig config;
    private final EventLoop loop;
    private final GateClient gate;
    private final NodeFinder finder;
    private final SessionKeeper keeper;
    private final Receiver receiver;
    private final Outbox outbox;
    private final HistoryReader history;
    private final Sends sends;
    private final Callbacks callbacks;
    private final WatchedUsers watched;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Exchange exchange;
    private volatile Optional<ConnectedNode> node = Optional.empty();

    ClientCore(ChatClientConfig config, ChatListener listener, ClientRuntime runtime) {
        LongSupplier clock = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        this.config = config;
        this.loop = runtime.nextLoop();
        this.gate =
                runtime.gate(config.gates(), config.gateTimeout(), config.dial().trusted());
        this.finder = new NodeFinder(gate, config.account(), loop);
        LocalStore store = config.store();
        LocalState state = store.state();
        this.callbacks =
                new Callbacks(listener, store, loop, config.account().user().value());
        this.receiver = new Receiver(
                new OwnDevice(config.account().user(), config.account().device()),
                config.sync(),
                state,
                loop,
                clock,
                callbacks);
        this.outbox = new Outbox(loop, clock, config.outbox(), receiver::sent, callbacks::settled);
        MessageIds ids = new MessageIds(store, () -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        this.sends = new Sends(store, ids, outbox, callbacks);
        loop.execute(() -> sends.resume(state.outgoing()));
        this.history = new HistoryReader(loop);
        this.watched = new WatchedUsers(loop, user -> callbacks.tell(to -> to.onPresence(user)));
        SessionKeeper.Parts parts = new SessionKeeper.Parts(
                config.account(), CLIENT_VERSION, finder, config.dial(), config.reconnect(), new SecureRandom());
        this.keeper = new SessionKeeper(loop, parts, clock, this);
    }

    UserId user() {
        return config.account().user();
    }

    GateClient gate() {
        return gate;
    }

    Receiver receiver() {
        return receiver;
    }

    HistoryReader history() {
        return history;
    }

    WatchedUsers watched() {
        return watched;
    }

    Optional<ConnectedNode> node() {
        return node;
    }

    /** Only on the event loop. */
    Optional<Exchange> exchange() {
        return Optional.ofNullable(exchange);
    }

    CompletableFuture<Void> connect() {
        return onLoop(keeper::start);
    }

    CompletableFuture<SendReceipt> send(SendRequest.Builder send) {
        SendRequest request;
        try {
            request = sends.write(send);
        } catch (RuntimeException e) {
            return callbacks.handOver(CompletableFuture.failedFuture(e));
        }
        return onLoop(() -> sends.start(request));
    }

    <T> CompletableFuture<T> withToken(Function<String, CompletableFuture<T>> call) {
        return onLoop(() -> finder.token()
                .map(call)
                .orElseGet(() -> CompletableFuture.failedFuture(
                        new GateException("BAD_TOKEN", 401, "Not logged in", Duration.ZERO))));
    }

    CompletableFuture<Void> logout() {
        return onLoop(() -> sayGoodbye()
                .exceptionally(lost -> null) // the token is killed all the same, and with it the session
                .thenCompose(done ->
                        finder.token().map(gate::logout).orElseGet(() -> CompletableFuture.completedFuture(null)))
                .whenCompleteAsync((done, error) -> finder.forgetToken(), loop));
    }

    private CompletableFuture<Void> sayGoodbye() {
        receiver.flush();
        return keeper.logout();
    }

    /**
     * Ends everything when the listener has taken what it was told, or after a while; what was taken is acknowledged.
     *
     * @return completes when that is done; the same future for every call
     */
    CompletableFuture<Void> close(Runnable afterwards) {
        if (!closed.getAndSet(true)) {
            Runnable end = () -> end(afterwards);
            try {
                var unused = loop.schedule(end, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
                callbacks.whenTaken(end);
            } catch (RejectedExecutionException e) {
                ended.completeExceptionally(new IllegalStateException("The runtime was closed before the client", e));
            }
        }
        return ended;
    }

    private void end(Runnable afterwards) {
        if (ended.isDone()) {
            return;
        }
        receiver.flush();
        keeper.stop();
        outbox.close(new IllegalStateException("The client was closed; the outcome of the send is open"));
        callbacks.close();
        ended.complete(null);
        afterwards.run();
    }

    /** Runs {@code call} on the event loop; its outcome completes on the callbacks' thread. */
    <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> inner = new CompletableFuture<>();
        CompletableFuture<T> outer = callbacks.handOver(inner); // first of all that hears of the outcome
        Runnable task = () -> {
            var unused = Causes.caught(call).whenComplete((value, error) -> {
                if (error == null) {
                    inner.complete(value);
                } else {
                    inner.completeExceptionally(error);
                }
            });
        };
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            inner.completeExceptionally(new IllegalStateException("The client is closed", e));
        }
        return outer;
    }

    @Override
    public void online(Exchange newExchange, LoginResponse login, Ticket ticket) {
        exchange = newExchange;
        ConnectedNode now = new ConnectedNode(
                login.getNodeId(), ticket.node().host(), ticket.node().port(), login.getSessionId());
        node = Optional.of(now);
        log.info("Logged in as {} on node {}", config.account(), now.id());
        callbacks.tell(listener -> listener.onConnected(now));
        watched.online(newExchange);
        if (receiver.knowsAll() && !ticket.freshLogin()) {
            outbox.online(newExchange);
        }
        // Otherwise sends wait until every conversation is known: a send moves the user's own positions, by which a
        // device that remembers nothing decides where it begins.
        var unused = receiver.online(newExchange, login.getMaxUnacked(), ticket.freshLogin())
                .whenComplete((synced, error) -> {
                    if (error == null && newExchange == exchange) {
                        outbox.online(newExchange);
                    }
                });
    }

    @Override
    public void offline(ConnectionLostException reason) {
        exchange = null;
        node = Optional.empty();
        receiver.offline();
        outbox.offline();
        watched.offline();
        log.info("Disconnected: {}", reason.getMessage());
        callbacks.tell(listener -> listener.onDisconnected(String.valueOf(reason.getMessage())));
    }

    @Override
    public void reconnecting(int attempt, Duration delay) {
        callbacks.tell(listener -> listener.onReconnecting(attempt, delay));
    }

    @Override
    public void kicked(Kicked kicked) {
        callbacks.tell(listener -> listener.onKicked(kicked));
    }

    @Override
    public void stopped(Throwable reason) {
        callbacks.failed(reason);
    }

    @Override
    public void frame(Frame frame) {
        switch (frame.getBodyCase()) {
            case PUSH -> receiver.pushed(frame.getPush());
            case HEAD_NOTICE -> receiver.noticed(frame.getHeadNotice());
            case RECEIPT -> receiver.receipt(frame.getReceipt());
            case PRESENCE_EVENT -> watched.changed(frame.getPresenceEvent());
            case TYPING -> {
                Typing typing = frame.getTyping();
                callbacks.tell(listener -> listener.onTyping(typing.getConversationId(), typing.getUserId()));
            }
            case ERROR -> callbacks.failed(new ChatException(frame.getError()));
            default -> log.debug("A frame that is not understood: {}", frame.getBodyCase());
        }
    }
}
