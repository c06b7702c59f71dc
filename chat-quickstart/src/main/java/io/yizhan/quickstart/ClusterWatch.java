package io.yizhan.quickstart;

import io.yizhan.discovery.ImNode;
import io.yizhan.discovery.NodeView;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.ZooKeeperClient;
import java.time.Duration;
import java.util.Optional;

/** Looks at the members of a cluster in ZooKeeper. */
public final class ClusterWatch implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SESSION = Duration.ofSeconds(10);

    private final ZooKeeperClient zookeeper;
    private final NodeWatch nodes;

    ClusterWatch(String connect) {
        this.zookeeper = new ZooKeeperClient(connect, SESSION);
        this.nodes = new NodeWatch(zookeeper);
    }

    void start() throws InterruptedException {
        zookeeper.start(LIMIT);
        nodes.start(LIMIT);
    }

    /** The member whose clients' port this is. */
    public Optional<ImNode> member(int port) {
        return nodes.nodes().stream()
                .filter(node -> node.endpoint().port() == port)
                .findAny();
    }

    /** All of them. */
    public NodeView all() {
        return nodes;
    }

    public boolean isMember(int port) {
        return member(port).isPresent();
    }

    @Override
    public void close() {
        nodes.close();
        zookeeper.close();
    }
}
