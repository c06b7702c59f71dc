package io.yizhan.discovery;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.curator.framework.recipes.cache.ChildData;
import org.apache.curator.framework.recipes.cache.TreeCacheEvent;
import org.apache.curator.utils.ZKPaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the workers in ZooKeeper. While the connection is away the last snapshot stands: silence of ZooKeeper evicts
 * nobody. What is not a worker's znode, or cannot be read, is logged once and left out.
 */
public final class NodeWatch implements NodeView, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(NodeWatch.class);

    private final ImNodeFormat format = new ImNodeFormat();
    private final NodeTable table = new NodeTable();
    private final List<NodeListener> listeners = new CopyOnWriteArrayList<>();
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean current = new AtomicBoolean();
    private final ChildWatch watch;

    /** A watch that is not started; {@code zookeeper} must be, before {@link #start}. */
    public NodeWatch(ZooKeeperClient zookeeper) {
        this.watch = new ChildWatch(zookeeper, ClusterPaths.NODES, "workers", "node-watch", this::handle);
    }

    /**
     * Reads the workers and goes on watching. Blocks until the first reading is complete; no workers is complete too.
     *
     * @throws IllegalStateException if that took longer than {@code timeout}
     */
    public void start(Duration timeout) throws InterruptedException {
        watch.start(timeout);
    }

    /** Adds a listener; it hears first of every node that is known already. */
    public void listen(NodeListener listener) {
        watch.execute(() -> {
            table.nodes().forEach(node -> tell(() -> listener.joined(node)));
            listeners.add(listener);
        });
    }

    @Override
    public Collection<ImNode> nodes() {
        return table.nodes();
    }

    @Override
    public Optional<ImNode> find(NodeId id) {
        return table.find(id);
    }

    @Override
    public long newestEpoch() {
        return table.newestEpoch();
    }

    /** Whether ZooKeeper is connected, so that the snapshot is not merely the last one before it went away. */
    public boolean isCurrent() {
        return current.get();
    }

    @Override
    public void close() {
        watch.close();
    }

    private void handle(TreeCacheEvent event) {
        switch (event.getType()) {
            case NODE_ADDED, NODE_UPDATED -> seen(event.getData());
            case NODE_REMOVED -> gone(event.getData());
            case INITIALIZED -> current.set(true);
            case CONNECTION_SUSPENDED, CONNECTION_LOST -> freeze();
            case CONNECTION_RECONNECTED -> {
                if (watch.isRead() && current.compareAndSet(false, true)) {
                    log.info(
                            "ZooKeeper is back, workers known: {}",
                            table.nodes().size());
                }
            }
            default -> log.debug("Not a change of a worker: {}", event);
        }
    }

    private void freeze() {
        if (current.compareAndSet(true, false)) {
            log.warn(
                    "ZooKeeper does not answer, the list of workers is frozen at: {}",
                    table.nodes().size());
        }
    }

    private void seen(ChildData znode) {
        String name = ZKPaths.getNodeFromPath(znode.getPath());
        if (znode.getPath().equals(ClusterPaths.NODES)) {
            return; // the parent itself
        }
        try {
            NodeId id = ImNodeFormat.idOf(name)
                    .orElseThrow(() -> new IllegalArgumentException("Its name is not a worker's"));
            var incarnation = new Incarnation(id, znode.getStat().getCzxid());
            byte[] data = znode.getData() == null ? new byte[0] : znode.getData();
            publish(table.put(format.read(incarnation, data)));
            unreadable.remove(name);
        } catch (IllegalArgumentException e) {
            leave(name);
            if (unreadable.add(name)) {
                log.warn("Left out a znode that is no readable worker: {} ({})", name, e.getMessage());
            }
        }
    }

    private void gone(ChildData znode) {
        String name = ZKPaths.getNodeFromPath(znode.getPath());
        unreadable.remove(name);
        leave(name);
    }

    private void leave(String name) {
        ImNodeFormat.idOf(name).ifPresent(id -> publish(table.remove(id)));
    }

    private void publish(List<NodeTable.Change> changes) {
        for (NodeTable.Change change : changes) {
            listeners.forEach(listener -> tell(() -> change.tell(listener)));
        }
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log.error("A listener for workers failed", e);
        }
    }
}
