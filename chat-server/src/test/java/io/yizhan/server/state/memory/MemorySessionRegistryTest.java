package io.yizhan.server.state.memory;

import io.yizhan.server.state.SessionRegistryContract;

class MemorySessionRegistryTest extends SessionRegistryContract {
    MemorySessionRegistryTest() {
        super(new MemoryRegistryUnderTest());
    }
}
