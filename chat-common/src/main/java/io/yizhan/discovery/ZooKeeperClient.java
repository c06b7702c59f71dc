package io.yizhan.discovery;

import io.yizhan.lifecycle.Attempts;
import io.yizhan.lifecycle.CredentialsRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.retry.BoundedExponentialBackoffRetry;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.data.ACL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program's one connection to ZooKeeper; those who use it share its session, and with it its ephemeral znodes. */
public final class ZooKeeperClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ZooKeeperClient.class);
    private static final Duration MAX_CONNECT = Duration.ofSeconds(5);
    private static final int RETRY_BASE_MS = 100;
    private static final int RETRY_MAX_MS = 1_000;
    private static final int RETRIES = 4;

    private final String connect;
    private final boolean hasUser;
    private final CuratorFramework curator;

    /** One that is nobody: whatever it makes is everybody's. */
    public ZooKeeperClient(String connect, Duration sessionTimeout) {
        this(connect, sessionTimeout, Optional.empty());
    }

    /**
     * Starts nothing yet.
     *
     * @param connect {@code host:port,host:port}
     * @param sessionTimeout how long the session outlives a lost connection; the ensemble has its own bounds
     * @param user who alone gets at whatever is made over this connection; empty: everybody
     */
    public ZooKeeperClient(String connect, Duration sessionTimeout, Optional<ZooKeeperUser> user) {
        this.connect = connect;
        this.hasUser = user.isPresent();
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(connect)
                .sessionTimeoutMs(Math.toIntExact(sessionTimeout.toMillis()))
                .connectionTimeoutMs(Math.toIntExact(Math.min(MAX_CONNECT.toMillis(), sessionTimeout.toMillis())))
                .retryPolicy(new BoundedExponentialBackoffRetry(RETRY_BASE_MS, RETRY_MAX_MS, RETRIES))
                // a container parent would be swept away when empty, and its sequence would begin again
                .dontUseContainerParents();
        user.ifPresent(known -> builder.authorization("digest", known.proof()).aclProvider(new CreatorAlone()));
        this.curator = builder.build();
    }

    /**
     * Connects. Blocks.
     *
     * @throws CredentialsRefusedException as soon as it is clear that what stands there is not this user's
     * @throws IllegalStateException if no server answered within {@code timeout}
     */
    public void start(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        curator.start();
        if (!curator.blockUntilConnected(Math.toIntExact(timeout.toMillis()), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("No answer from ZooKeeper within " + timeout + ": " + connect);
        }
        Attempts.until("ZooKeeper at " + connect, Duration.ofNanos(deadline - System.nanoTime()), this::look);
    }

    /** Servers take any user and password; what a node is asked for tells whether they are the right ones. */
    private boolean look() throws Exception {
        try {
            for (String path : List.of(ClusterPaths.ROOT, ClusterPaths.NODES)) {
                curator.getChildren().forPath(path);
                if (hasUser && OpenNodes.isOpen(curator, path)) {
                    log.warn(
                            "Everybody gets at this node, which was made without a user; bin/chatctl claim changes that: {}",
                            path);
                }
            }
        } catch (KeeperException.NoNodeException e) {
            log.debug("Nobody was here before", e);
        } catch (KeeperException.NoAuthException e) {
            throw new CredentialsRefusedException(String.valueOf(e.getMessage()), e);
        }
        return true;
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

    /** All rights for the connection's user, none for others. */
    private static final class CreatorAlone implements ACLProvider {
        @Override
        public List<ACL> getDefaultAcl() {
            return ZooDefs.Ids.CREATOR_ALL_ACL;
        }

        @Override
        public List<ACL> getAclForPath(String path) {
            return ZooDefs.Ids.CREATOR_ALL_ACL;
        }
    }
}
