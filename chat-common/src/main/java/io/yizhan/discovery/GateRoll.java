package io.yizhan.discovery;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.curator.framework.recipes.cache.TreeCacheEvent;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;

/**
 * How many gates there are: each has an ephemeral znode under {@code /im/gates}, renewed after a lost session. Safe
 * from any thread.
 */
public final class GateRoll implements AutoCloseable {

    private final ZooKeeperClient zookeeper;
    private final PersistentNode own;
    private final ChildWatch watch;
    private final Set<String> gates = ConcurrentHashMap.newKeySet();

    /** Of a gate that is not entered yet; {@code zookeeper} must be started before {@link #start}. */
    public GateRoll(ZooKeeperClient zookeeper) {
        this.zookeeper = zookeeper;
        this.own = new PersistentNode(
                zookeeper.curator(),
                CreateMode.EPHEMERAL_SEQUENTIAL,
                false,
                ClusterPaths.GATES + "/gate-",
                new byte[0]);
        this.watch = new ChildWatch(zookeeper, ClusterPaths.GATES, "gates", "gate-roll", this::handle);
    }

    /**
     * Enters this gate and goes on watching. Blocks until the others were read once.
     *
     * @throws IllegalStateException if that took longer than {@code timeout}
     */
    public void start(Duration timeout) throws InterruptedException {
        own.start();
        watch.start(timeout);
    }

    /** As last heard, this one included; at least 1. */
    public int gates() {
        return Math.max(1, gates.size());
    }

    /**
     * Whether this gate does what one of them is to do: the one that was entered first, as long as it hears from
     * ZooKeeper. While gates come and go it may be none for a moment, or two.
     */
    public boolean isEldest() {
        String self = own.getActualPath();
        return self != null
                && zookeeper.curator().getZookeeperClient().isConnected()
                && gates.contains(self)
                && gates.stream().noneMatch(other -> other.compareTo(self) < 0);
    }

    private void handle(TreeCacheEvent event) {
        if (event.getData() == null || event.getData().getPath().equals(ClusterPaths.GATES)) {
            return;
        }
        switch (event.getType()) {
            case NODE_ADDED -> gates.add(event.getData().getPath());
            case NODE_REMOVED -> gates.remove(event.getData().getPath());
            default -> {
                // what stands in it says nothing
            }
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
        own.close();
    }
}
