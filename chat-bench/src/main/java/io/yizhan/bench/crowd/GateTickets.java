package io.yizhan.bench.crowd;

import chat.v2.Platform;
import io.yizhan.client.gate.GateClient;
import io.yizhan.client.gate.GateLogin;
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** As everybody gets them: registers each user at the gate and logs him in there, which hashes a password twice. */
public final class GateTickets implements Tickets {
    private final GateClient gate;
    private final String password;
    private final Set<UserId> made = ConcurrentHashMap.newKeySet();

    public GateTickets(GateClient gate, String password) {
        this.gate = gate;
        this.password = password;
    }

    @Override
    public CompletableFuture<Void> make(UserId user) {
        return gate.register(user, password).thenAccept(registered -> made.add(user));
    }

    @Override
    public CompletableFuture<GateLogin> first(UserId user) {
        CompletableFuture<Void> known = made.contains(user) ? CompletableFuture.completedFuture(null) : make(user);
        return known.thenCompose(registered -> gate.login(user, password, DEVICE, Platform.CONSOLE));
    }

    @Override
    public CompletableFuture<GateLogin> again(GateLogin earlier) {
        return gate.node(earlier.token(), List.of());
    }
}
