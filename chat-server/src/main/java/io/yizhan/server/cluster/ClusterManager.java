package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.identity.Incarnation;
import java.time.Duration;

/**
 * Starts this worker's part in the cluster, in order, and ends it in reverse; routing is not its business. Methods
 * block; they are called by one thread.
 */
public final class ClusterManager implements AutoCloseable {
    private final NodeWatch watch;
    private final ZooKeeperClusterSettings settings;
    private final PeerListener listener;
    private final Membership membership;
    private final WorkerRouter router;

    public ClusterManager(
            NodeWatch watch,
            ZooKeeperClusterSettings settings,
            PeerListener listener,
            Membership membership,
            WorkerRouter router) {
        this.watch = watch;
        this.settings = settings;
        this.listener = listener;
        this.membership = membership;
        this.router = router;
    }

    /**
     * Watches the others and the settings, listens for peers, announces this worker and dials them. The clients' port
     * must be bound, and the connection to ZooKeeper started.
     *
     * @param host what clients and peers are to dial
     * @param clientPort the clients' port
     * @param timeout for each step that waits for ZooKeeper
     * @return this worker's first life
     * @throws IllegalStateException if a step failed; then {@link #close} undoes those before it
     */
    public Incarnation start(String host, int clientPort, Duration timeout) throws InterruptedException {
        watch.start(timeout);
        settings.start(timeout);
        listener.start();
        membership.onNewLife(this::beginAnew);
        Incarnation self = membership.join(new NodeEndpoint(host, clientPort, listener.port()), timeout);
        watch.listen(router);
        return self;
    }

    /** Links name both ends, so none of the former life's is of use. */
    private void beginAnew(Incarnation life) {
        listener.dropLinks();
        router.newLife(life);
    }

    @Override
    public void close() {
        router.close();
        membership.close();
        listener.close();
        settings.close();
        watch.close();
    }
}
