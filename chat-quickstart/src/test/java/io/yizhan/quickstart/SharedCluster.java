package io.yizhan.quickstart;

import io.yizhan.embedded.SharedMiddleware;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One cluster of two workers per JVM, started by the first test class that asks for it and stopped when the JVM ends.
 * Whoever shares it kills, stops and drains nothing, takes back what it has set and waits until that is followed,
 * counts nothing that others bring about too, does not mind which worker the gate gives, and keeps to users and groups
 * of its own.
 */
final class SharedCluster {
    /** Short, so that a test may wait for its end. */
    static final Duration RECALL_WINDOW = Duration.ofSeconds(8);

    /** Few, so that a test can fill a group. */
    static final int GROUP_MEMBERS = 40;

    private SharedCluster() {}

    static Cluster running() {
        return Holder.CLUSTER;
    }

    /** Loaded, and with that the cluster started, by the first call. */
    private static final class Holder {
        private static final Cluster CLUSTER = start();

        private static Cluster start() {
            try {
                Cluster cluster = TestCluster.start(
                        System.getProperty("yizhan.shared-cluster", "shared"),
                        2,
                        SharedMiddleware.onRedisCluster(),
                        Optional.empty(),
                        List.of(
                                "--delivery.recall-window=" + RECALL_WINDOW.toSeconds() + "s",
                                "--groups.max-members=" + GROUP_MEMBERS),
                        List.of());
                Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "shared-cluster-end"));
                return cluster;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the shared cluster started", e);
            }
        }
    }
}
