package io.yizhan.gate;

import io.yizhan.discovery.ClusterPaths;
import io.yizhan.discovery.ImNodeFormat;
import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeState;
import io.yizhan.discovery.ZooKeeperClient;
import java.time.Duration;
import org.apache.zookeeper.CreateMode;

/** What a gate sees of a worker: its znode. */
final class FakeWorker implements AutoCloseable {
    private final ZooKeeperClient zookeeper;
    private final NodeEndpoint endpoint;
    private final String path;

    private FakeWorker(ZooKeeperClient zookeeper, NodeEndpoint endpoint, String path) {
        this.zookeeper = zookeeper;
        this.endpoint = endpoint;
        this.path = path;
    }

    static FakeWorker register(String connect, int port, int balance) throws Exception {
        ZooKeeperClient zookeeper = new ZooKeeperClient(connect, Duration.ofSeconds(10));
        zookeeper.start(Duration.ofSeconds(20));
        NodeEndpoint endpoint = new NodeEndpoint("127.0.0.1", port, NodeEndpoint.NO_MESH);
        String path = zookeeper
                .curator()
                .create()
                .creatingParentsIfNeeded()
                .withMode(CreateMode.EPHEMERAL_SEQUENTIAL)
                .forPath(
                        ClusterPaths.NODES + "/" + ClusterPaths.NODE_PREFIX,
                        new ImNodeFormat().write(endpoint, balance, NodeState.UP));
        return new FakeWorker(zookeeper, endpoint, path);
    }

    long id() {
        return Long.parseLong(path.substring(path.length() - 10));
    }

    /** Names its registration. */
    long epoch() throws Exception {
        return zookeeper.curator().checkExists().forPath(path).getCzxid();
    }

    void report(int balance, NodeState state) throws Exception {
        zookeeper.curator().setData().forPath(path, new ImNodeFormat().write(endpoint, balance, state));
    }

    @Override
    public void close() {
        zookeeper.close();
    }
}
