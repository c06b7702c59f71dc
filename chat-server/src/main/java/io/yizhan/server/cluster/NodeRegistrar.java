package io.yizhan.server.cluster;

import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.ImNodeFormat;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that put a worker's znode under the nodes and take it away. Each blocks for a few round trips and throws
 * what the client library throws.
 */
final class NodeRegistrar {
    private static final Logger log = LoggerFactory.getLogger(NodeRegistrar.class);
    private static final String PREFIX = ClusterPaths.NODES + "/" + ClusterPaths.NODE_PREFIX;
    /** Message ids carry the node id modulo this, so no two live workers may agree in it. */
    private static final int ID_SPACE = 1_024;

    private static final int SYNC_SECONDS = 10;

    private final CuratorFramework zookeeper;

    NodeRegistrar(CuratorFramework zookeeper) {
        this.zookeeper = zookeeper;
    }

    /**
     * Creates the znode, or takes over the one of this session that an earlier call created without hearing so. That
     * stands in for Curator's protection, which would put a prefix before the name that the contract fixes.
     */
    Registration register(byte[] data) throws Exception {
        createParent();
        for (int tries = 0; tries < ID_SPACE; tries++) {
            Registration registration = takeOverOrCreate(data);
            if (!sharesItsPlace(registration.life().node())) {
                return registration;
            }
            log.info("A live worker has the same id modulo {}, taking the next: {}", ID_SPACE, registration.life());
            delete(registration);
        }
        throw new IllegalStateException("No free node id, workers at most: " + ID_SPACE);
    }

    /** Whether the znode still stands and belongs to the present session. */
    boolean isOurs(Registration registration) throws Exception {
        Stat stat = zookeeper.checkExists().forPath(registration.path());
        return stat != null
                && stat.getCzxid() == registration.life().epoch()
                && stat.getEphemeralOwner() == sessionId();
    }

    void write(Registration registration, byte[] data) throws Exception {
        zookeeper.setData().forPath(registration.path(), data);
    }

    /** Deletes the znode if it still is the one registered. */
    void delete(Registration registration) throws Exception {
        Stat stat = zookeeper.checkExists().forPath(registration.path());
        if (stat != null && stat.getCzxid() == registration.life().epoch()) {
            zookeeper.delete().quietly().forPath(registration.path());
        }
    }

    private void createParent() throws Exception {
        try {
            zookeeper.create().creatingParentsIfNeeded().forPath(ClusterPaths.NODES, new byte[0]);
        } catch (KeeperException.NodeExistsException expected) {
            log.debug("The parent is there: {}", ClusterPaths.NODES);
        }
    }

    private Registration takeOverOrCreate(byte[] data) throws Exception {
        List<Registration> own = ofThisSession();
        boolean takeOver = !own.isEmpty();
        if (!takeOver) {
            zookeeper.create().withMode(CreateMode.EPHEMERAL_SEQUENTIAL).forPath(PREFIX, data);
            // looked up rather than believed, since a create that was retried inside the client may have left a twin
            own = ofThisSession();
        }
        if (own.isEmpty()) {
            throw new IllegalStateException("The session ended while registering: " + ClusterPaths.NODES);
        }
        Registration newest = own.get(own.size() - 1);
        for (Registration twin : own.subList(0, own.size() - 1)) {
            delete(twin);
        }
        if (takeOver) {
            write(newest, data);
        }
        return newest;
    }

    private List<Registration> ofThisSession() throws Exception {
        sync();
        long session = sessionId();
        List<Registration> own = new ArrayList<>();
        for (String child : zookeeper.getChildren().forPath(ClusterPaths.NODES)) {
            String path = ClusterPaths.NODES + "/" + child;
            Stat stat = zookeeper.checkExists().forPath(path);
            if (stat != null && stat.getEphemeralOwner() == session) {
                ImNodeFormat.idOf(child)
                        .ifPresent(id -> own.add(new Registration(path, new Incarnation(id, stat.getCzxid()))));
            }
        }
        own.sort(Comparator.comparing(registration -> registration.life().node()));
        return own;
    }

    /** The older of two workers keeps its place; so it is the newer one that looks, and never both that move. */
    private boolean sharesItsPlace(NodeId id) throws Exception {
        return zookeeper.getChildren().forPath(ClusterPaths.NODES).stream()
                .flatMap(child -> ImNodeFormat.idOf(child).stream())
                .anyMatch(other -> other.value() < id.value() && (id.value() - other.value()) % ID_SPACE == 0);
    }

    /** Brings the server we talk to up to date, so that it shows what we created through another one. */
    private void sync() throws Exception {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        zookeeper
                .sync()
                .inBackground((client, event) -> done.complete(event.getResultCode()))
                .forPath(ClusterPaths.NODES);
        var code = KeeperException.Code.get(done.get(SYNC_SECONDS, TimeUnit.SECONDS));
        if (code != KeeperException.Code.OK) {
            throw KeeperException.create(code, ClusterPaths.NODES);
        }
    }

    private long sessionId() throws Exception {
        return zookeeper.getZookeeperClient().getZooKeeper().getSessionId();
    }
}
