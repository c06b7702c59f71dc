package io.yizhan.bench.relay;

import io.yizhan.access.MemoryTokenStore;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.server.cluster.memory.MemoryMembership;
import io.yizhan.server.cluster.memory.MemoryNodes;
import io.yizhan.server.standalone.LocalAccounts;
import io.yizhan.server.standalone.LocalCalls;
import io.yizhan.server.standalone.LocalGate;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay as a process, with the login of a worker that runs alone. Argument: the port of its gate. */
public final class RelayMain {
    private static final Logger log = LoggerFactory.getLogger(RelayMain.class);

    private RelayMain() {}

    /** Runs until the process is ended. */
    public static void main(String[] args) throws InterruptedException {
        SecureRandom random = new SecureRandom();
        MemoryNodes nodes = new MemoryNodes();
        try (RelayServer relay = RelayServer.start();
                MemoryMembership membership = new MemoryMembership(nodes)) {
            membership.join(
                    new NodeEndpoint(
                            InetAddress.getLoopbackAddress().getHostAddress(), relay.port(), NodeEndpoint.NO_MESH),
                    Duration.ZERO);
            LocalCalls calls = new LocalCalls(
                    new LocalAccounts(random),
                    new MemoryTokenStore(random, Clock.systemUTC()),
                    (user, device) -> log.debug("Nobody is told that a token is dead: {}", user),
                    nodes,
                    Clock.systemUTC());
            try (LocalGate gate = LocalGate.open(Integer.parseInt(args[0]), calls)) {
                log.info("The relay's gate listens on {}", gate.port());
                new CountDownLatch(1).await();
            }
        }
    }
}
