package io.yizhan.server.cluster;

import io.yizhan.discovery.NodeEndpoint;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.identity.Incarnation;
import io.yizhan.settings.ZooKeeperClusterSettings;
import java.time.Duration;

/**
 * Starts this worker's part in the cluster, in order, and ends it in reverse; routing is not its business. Methods
 * block; they are called by one thread.
 */
public final class ClusterManager implements AutoCloseable {
    private final NodeWatch watch;
    private final ZooKeeperClusterSettings settings;
    private final PeerEntrance entrance;
    private final Membership membership;
    private final WorkerRouter router;

    public ClusterManager(
            NodeWatch watch,
            ZooKeeperClusterSettings settings,
            PeerEntrance entrance,
            Membership membership,
            WorkerRouter router) {
        this.watch = watch;
        this.settings = settings;
        this.entrance = entrance;
        this.membership = membership;
        this.router = router;
    }

    /**
     * Watches the others and the settings, lets peers in, announces this worker and links to them. The clients' port
     * must be bound, and the connection to ZooKeeper started.
     *
     * @param host what clients and peers are to dial
     * @param clientPort the clients' port
     * @param tls whether that speaks TLS
     * @param timeout for each step that waits for ZooKeeper
     * @return this worker's first life
     * @throws IllegalStateException if a step failed; then {@link #close} undoes those before it
     */
    public Incarnation start(String host, int clientPort, boolean tls, Duration timeout) throws InterruptedException {
        watch.start(timeout);
        settings.start(timeout);
        entrance.start();
        membership.onNewLife(this::beginAnew);
        Incarnation self = membership.join(new NodeEndpoint(host, clientPort, entrance.port(), tls), timeout);
        entrance.begin();
        watch.listen(router);
        return self;
    }

    /** Links name both ends, so none of the former life's is of use. */
    private void beginAnew(Incarnation life) {
        entrance.begin();
        router.newLife(life);
    }

    @Override
    public void close() {
        router.close();
        membership.close();
        entrance.close();
        settings.close();
        watch.close();
    }
}
