package org.example.registry;

import io.yizhan.server.state.SessionRegistryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZooKeeperSessionRegistryIT extends SessionRegistryContract {
    @RegisterExtension
    static final ZooKeeperRegistryUnderTest ZOOKEEPER = new ZooKeeperRegistryUnderTest();

    ZooKeeperSessionRegistryIT() {
        super(ZOOKEEPER);
    }
}
