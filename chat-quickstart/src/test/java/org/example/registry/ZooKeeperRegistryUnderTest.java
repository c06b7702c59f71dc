package org.example.registry;

import static org.awaitility.Awaitility.await;

import io.yizhan.discovery.NodeView;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.embedded.SharedMiddleware;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.ManualClock;
import io.yizhan.server.state.RegistryUnderTest;
import io.yizhan.server.state.SessionRegistry;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The registry on a real ZooKeeper, for one test class. */
final class ZooKeeperRegistryUnderTest implements RegistryUnderTest, BeforeAllCallback, AfterAllCallback {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Stands still while ZooKeeper writes to a slow disk. */
    private final ManualClock clock = new ManualClock();

    private ZooKeeperClient client;
    private Znodes znodes;

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        client = new ZooKeeperClient(SharedMiddleware.zooKeeper().connectString(), LIMIT);
        client.start(LIMIT);
        znodes = new Znodes(client.curator(), "/example/sessions", LIMIT);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        znodes.close();
        client.close();
    }

    @Override
    public SessionRegistry registry(NodeView view, Duration lease) {
        ServerClock leader = new ServerClock(clock);
        leader.adjust(znodes.prepare());
        return new ZooKeeperSessionRegistry(znodes, leader, new HolderLiveness(view, Set::of), lease);
    }

    /** For the entries by this clock; for the holders by the ensemble's, so that time has to pass. */
    @Override
    public void elapse(Duration time) {
        clock.advance(time);
        await().pollDelay(time).atMost(time.plusSeconds(5)).until(() -> true);
    }
}
