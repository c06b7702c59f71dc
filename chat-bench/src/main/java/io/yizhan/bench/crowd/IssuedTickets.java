package io.yizhan.bench.crowd;

import chat.v2.Platform;
import io.yizhan.access.TokenGrant;
import io.yizhan.access.TokenStore;
import io.yizhan.client.gate.GateClient;
import io.yizhan.client.gate.GateLogin;
import io.yizhan.identity.UserId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * For a cluster whose token store can be reached: issues the tokens there, as the gate does once it has checked a
 * password, so that a crowd is not limited by passwords. The gate is still asked for the worker.
 */
public final class IssuedTickets implements Tickets {
    private static final Duration LIFE = Duration.ofHours(12);

    private final TokenStore tokens;
    private final GateClient gate;
    private final Clock clock;
    private final Executor blocking;
    private final Consumer<UserId> accounts;

    /**
     * @param blocking for calls of the store
     * @param accounts makes a user who has no password; may block
     */
    public IssuedTickets(
            TokenStore tokens, GateClient gate, Clock clock, Executor blocking, Consumer<UserId> accounts) {
        this.tokens = tokens;
        this.gate = gate;
        this.clock = clock;
        this.blocking = blocking;
        this.accounts = accounts;
    }

    @Override
    public CompletableFuture<Void> make(UserId user) {
        return CompletableFuture.runAsync(() -> accounts.accept(user), blocking);
    }

    @Override
    public CompletableFuture<GateLogin> first(UserId user) {
        long now = clock.millis();
        TokenGrant grant = new TokenGrant(user, DEVICE, Platform.CONSOLE_VALUE, now, now + LIFE.toMillis());
        return CompletableFuture.supplyAsync(() -> tokens.issue(grant), blocking)
                .thenCompose(token -> gate.node(token, List.of()));
    }

    @Override
    public CompletableFuture<GateLogin> again(GateLogin earlier) {
        return gate.node(earlier.token(), List.of());
    }
}
