package io.yizhan.server.cluster;

import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.discovery.ZooKeeperUser;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A ZooKeeper of its own for each test, and clients that end with it. */
final class ZooKeeperExtension implements BeforeEachCallback, AfterEachCallback {
    static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration SESSION = Duration.ofSeconds(20);

    private final List<AutoCloseable> opened = new CopyOnWriteArrayList<>();
    private TestingServer server;

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        server = new TestingServer(InstanceSpec.newInstanceSpec(), true);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        server.close();
    }

    TestingServer server() {
        return server;
    }

    ZooKeeperClient newClient() throws InterruptedException {
        return newClient(Optional.empty());
    }

    ZooKeeperClient newClient(Optional<ZooKeeperUser> user) throws InterruptedException {
        var client = new ZooKeeperClient(server.getConnectString(), SESSION, user);
        opened.add(client);
        client.start(TIMEOUT);
        return client;
    }

    /** Ends the session at the server: a second connection of the same session closes it. */
    void expireSessionOf(ZooKeeperClient client) throws Exception {
        ZooKeeper original = client.curator().getZookeeperClient().getZooKeeper();
        var connected = new CountDownLatch(1);
        var twin = new ZooKeeper(
                server.getConnectString(),
                original.getSessionTimeout(),
                event -> {
                    if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                        connected.countDown();
                    }
                },
                original.getSessionId(),
                original.getSessionPasswd());
        if (!connected.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("The twin did not connect");
        }
        twin.close();
    }
}
