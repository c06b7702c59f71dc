package io.yizhan.quickstart;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.apache.zookeeper.client.FourLetterWordMain;
import org.apache.zookeeper.common.X509Exception;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Three ZooKeeper servers that elect a leader; real ones, in this JVM. */
final class ZooKeeperEnsemble implements BeforeAllCallback, AfterAllCallback {
    private static final int SERVERS = 3;

    private final List<InstanceSpec> killed = new ArrayList<>();
    private TestingCluster servers;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        servers = new TestingCluster(SERVERS);
        servers.start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        servers.close();
    }

    String connectString() {
        return servers.getConnectString();
    }

    /** Ends the server that leads; the other two elect another. */
    void killLeader() throws Exception {
        kill(await().atMost(Person.LIMIT)
                .until(() -> servers.getInstances().stream().filter(this::leads).findAny(), Optional::isPresent)
                .orElseThrow());
    }

    /** Ends one of the others: what is left is no majority. */
    void killOneMore() throws Exception {
        for (InstanceSpec server : servers.getInstances()) {
            if (!killed.contains(server)) {
                kill(server);
                return;
            }
        }
    }

    /** Starts what was ended, with its data. */
    void restart() throws Exception {
        for (InstanceSpec server : killed) {
            servers.restartServer(server);
        }
        killed.clear();
    }

    private void kill(InstanceSpec server) throws Exception {
        servers.killServer(server);
        killed.add(server);
    }

    private boolean leads(InstanceSpec server) {
        try {
            return FourLetterWordMain.send4LetterWord("127.0.0.1", server.getPort(), "srvr")
                    .contains("Mode: leader");
        } catch (IOException | X509Exception.SSLContextException e) {
            return false; // no vote yet
        }
    }
}
