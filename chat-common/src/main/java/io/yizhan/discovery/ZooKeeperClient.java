package io.yizhan.discovery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;

/** The program's one connection to ZooKeeper; those who use it share its session, and with it its ephemeral znodes. */
public final class ZooKeeperClient implements AutoCloseable {
    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);
    private static final int RETRY_BASE_MS = 100;
    private static final int RETRY_MAX_MS = 1_000;
    private static final int RETRIES = 4;

    private final String connect;
    private final CuratorFramework curator;

    /**
     * Starts nothing yet.
     *
     * @param connect {@code host:port,host:port}
     * @param sessionTimeout how long the session outlives a lost connection; the ensemble has its own bounds
     */
    public ZooKeeperClient(String connect, Duration sessionTimeout) {
        this.connect = connect;
        this.curator = CuratorFrameworkFactory.builder()
                .connectString(connect)
                .sessionTimeoutMs(Math.toIntExact(sessionTimeout.toMillis()))
                .connectionTimeoutMs(Math.toIntExact(Math.min(MAX_CONNECT.toMillis(), sessionTimeout.toMillis())))
                .retryPolicy(new BoundedExponentialBackoffRetry(RETRY_BASE_MS, RETRY_MAX_MS, RETRIES))
                // a container parent would be swept away when empty, and its sequence would begin again
                .dontUseContainerParents()
                .build();
    }

    /**
     * Connects. Blocks.
     *
     * @throws IllegalStateException if no server answered within {@code timeout}
     */
    public void start(Duration timeout) throws InterruptedException {
        curator.start();
        if (!curator.blockUntilConnected(Math.toIntExact(timeout.toMillis()), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("No answer from ZooKeeper within " + timeout + ": " + connect);
        }
    }

    /** The client itself, for the packages that may know Curator. */
    public CuratorFramework curator() {
        return curator;
    }

    /** Ends the session: its ephemeral znodes go. */
    @Override
    public void close() {
        curator.close();
    }
}
