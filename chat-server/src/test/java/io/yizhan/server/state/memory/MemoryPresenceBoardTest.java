package io.yizhan.server.state.memory;

import io.yizhan.server.state.PresenceBoardContract;

class MemoryPresenceBoardTest extends PresenceBoardContract {
    MemoryPresenceBoardTest() {
        super(new MemoryRegistryUnderTest(), registry -> new MemoryPresenceBoard((MemorySessionRegistry) registry));
    }
}
