package io.yizhan.server.state.memory;

import io.yizhan.server.state.SweepContract;

class MemorySweepTest extends SweepContract {
    MemorySweepTest() {
        super(new MemoryRegistryUnderTest());
    }
}
