package io.yizhan.bench.crowd;

import io.yizhan.client.gate.GateLogin;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.util.concurrent.CompletableFuture;

/** Where a user of the crowd gets a token and a worker. Thread-safe. */
public interface Tickets {
    /** The one device that a user of the crowd has. */
    DeviceId DEVICE = new DeviceId("crowd");

    /** Makes a user, who is then logged in by {@link #first}. */
    CompletableFuture<Void> make(UserId user);

    /** The first of a user who is known nowhere yet, or was made before. */
    CompletableFuture<GateLogin> first(UserId user);

    /** Another one for who holds one already, as a client asks that has lost its connection. */
    CompletableFuture<GateLogin> again(GateLogin earlier);
}
