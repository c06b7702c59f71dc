package io.yizhan.bench.command;

import chat.v2.Platform;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.bench.cluster.EmbeddedTarget;
import io.yizhan.bench.cluster.ProgramTarget;
import io.yizhan.bench.cluster.Target;
import io.yizhan.bench.crowd.BelievedTickets;
import io.yizhan.bench.crowd.GateTickets;
import io.yizhan.bench.crowd.IssuedTickets;
import io.yizhan.bench.crowd.Tickets;
import io.yizhan.bench.load.PeerTraffic;
import io.yizhan.client.ClientRuntime;
import io.yizhan.client.gate.GateClient;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.UserId;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import redis.clients.jedis.UnifiedJedis;

/** How a crowd gets in: by the gate, or where the token store is at hand, by that. */
final class CrowdAccess implements AutoCloseable {
    private static final Duration CALL_LIMIT = Duration.ofSeconds(60);
    private static final DeviceId DEVICE = new DeviceId("bench");
    private static final int ISSUERS = 8;
    private static final int PASSWORD_BYTES = 16;

    private final ClientRuntime runtime = new ClientRuntime(1);
    private final ExecutorService issuers = Executors.newFixedThreadPool(ISSUERS);
    private final Tickets tickets;
    private final AutoCloseable store;
    private final PeerTraffic traffic;

    CrowdAccess(Target cluster) {
        GateClient gate = runtime.gate(cluster.gates(), CALL_LIMIT);
        SecureRandom random = new SecureRandom();
        if (cluster instanceof EmbeddedTarget embedded) {
            UnifiedJedis redis =
                    RedisClients.open(embedded.workerSettings().redis().uri(), CALL_LIMIT, ISSUERS);
            this.store = redis;
            this.tickets = new IssuedTickets(
                    new RedisTokenStore(redis, random, Clock.systemUTC()),
                    gate,
                    Clock.systemUTC(),
                    issuers,
                    embedded::makeUser);
            this.traffic = new PeerTraffic(Optional.of(() -> gate.login(
                            new UserId(EmbeddedTarget.ADMIN), EmbeddedTarget.ADMIN + "-pass", DEVICE, Platform.BOT)
                    .thenCompose(login -> gate.nodes(login.token()))));
        } else {
            this.traffic = new PeerTraffic(Optional.empty());
            byte[] password = new byte[PASSWORD_BYTES];
            random.nextBytes(password);
            this.store = () -> {};
            String secret = HexFormat.of().formatHex(password);
            this.tickets = cluster instanceof ProgramTarget program && program.isBelieving()
                    ? new BelievedTickets(gate, secret)
                    : new GateTickets(gate, secret);
        }
    }

    /** What goes between the workers, where this has made an administrator who may ask. */
    PeerTraffic traffic() {
        return traffic;
    }

    Tickets tickets() {
        return tickets;
    }

    @Override
    public void close() throws Exception {
        issuers.shutdownNow();
        store.close();
        runtime.close();
    }
}
