package io.yizhan.server.state.memory;

import io.yizhan.server.state.LoginPolicyContract;

class MemoryLoginPolicyTest extends LoginPolicyContract {
    MemoryLoginPolicyTest() {
        super(new MemoryRegistryUnderTest());
    }
}
