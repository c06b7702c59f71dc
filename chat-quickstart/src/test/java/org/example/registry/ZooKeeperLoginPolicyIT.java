package org.example.registry;

import io.yizhan.server.state.LoginPolicyContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class ZooKeeperLoginPolicyIT extends LoginPolicyContract {
    @RegisterExtension
    static final ZooKeeperRegistryUnderTest ZOOKEEPER = new ZooKeeperRegistryUnderTest();

    ZooKeeperLoginPolicyIT() {
        super(ZOOKEEPER);
    }
}
