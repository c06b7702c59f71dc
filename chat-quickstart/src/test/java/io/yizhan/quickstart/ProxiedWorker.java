package io.yizhan.quickstart;

import io.yizhan.embedded.fault.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * A worker whose links can be cut, each by itself. It listens on 127.0.0.1 and has others told to dial 127.0.0.2, where
 * proxies stand at the same ports.
 */
final class ProxiedWorker implements AutoCloseable {
    private static final String ADVERTISED = "127.0.0.2";

    private final FaultProxy zookeeper;
    private final FaultProxy redis;
    private final FaultProxy mesh;
    private final FaultProxy clients;
    private final Worker worker;

    ProxiedWorker(Cluster cluster, String... settings) throws InterruptedException {
        this.zookeeper = FaultProxy.to(cluster.middleware().zookeeper().port());
        this.redis = FaultProxy.to(cluster.middleware().redis().port());
        int meshPort = Programs.choose(0);
        this.mesh = inFrontOf(meshPort);
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--zookeeper.connect=127.0.0.1:" + zookeeper.port());
        all.add("--redis.uri=" + URI.create("redis://127.0.0.1:" + redis.port()));
        all.add("--mesh.port=" + meshPort);
        all.add("--client.advertised-host=" + ADVERTISED);
        this.worker = cluster.startWorker(all.toArray(String[]::new));
        this.clients = inFrontOf(worker.port());
    }

    private static FaultProxy inFrontOf(int port) {
        try {
            return FaultProxy.between(
                    new InetSocketAddress(InetAddress.getByName(ADVERTISED), port),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Not an address: " + ADVERTISED, e);
        }
    }

    Worker worker() {
        return worker;
    }

    /** From the worker to ZooKeeper. */
    FaultProxy zookeeper() {
        return zookeeper;
    }

    /** From the worker to Redis. */
    FaultProxy redis() {
        return redis;
    }

    /** From other workers to this one. */
    FaultProxy mesh() {
        return mesh;
    }

    /** From clients to the worker. */
    FaultProxy clients() {
        return clients;
    }

    /** Ends every fault of its links. */
    void heal() {
        List.of(zookeeper, redis, mesh, clients).forEach(FaultProxy::heal);
    }

    @Override
    public void close() {
        worker.close();
        List.of(zookeeper, redis, mesh, clients).forEach(FaultProxy::close);
    }
}
