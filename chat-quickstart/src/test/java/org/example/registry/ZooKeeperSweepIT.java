package org.example.registry;

import io.yizhan.server.state.SweepContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZooKeeperSweepIT extends SweepContract {
    @RegisterExtension
    static final ZooKeeperRegistryUnderTest ZOOKEEPER = new ZooKeeperRegistryUnderTest();

    ZooKeeperSweepIT() {
        super(ZOOKEEPER);
    }
}
