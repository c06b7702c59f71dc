package io.yizhan.quickstart;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A whole cluster for one test class, fresh, on free ports; its logs stay in {@code target/clusters}. */
final class TestCluster implements BeforeAllCallback, AfterAllCallback {
    static final String ADMIN = "root";

    private final int workers;
    private Cluster cluster;

    TestCluster(int workers) {
        this.workers = workers;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws InterruptedException {
        Path data = Path.of("target", "clusters", context.getRequiredTestClass().getSimpleName())
                .toAbsolutePath();
        List<String> users = ClusterOptions.EVERYBODY;
        cluster = Cluster.start(
                new ClusterOptions(data, true, workers, Optional.of(ADMIN), users, Ports.ANY), Progress.silent());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (cluster != null) {
            cluster.close();
        }
    }

    Cluster running() {
        return cluster;
    }

    URI gate() {
        return cluster.gate();
    }

    Worker worker(int index) {
        return cluster.workers().get(index);
    }
}
