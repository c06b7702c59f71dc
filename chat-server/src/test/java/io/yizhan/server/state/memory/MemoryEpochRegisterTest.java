package io.yizhan.server.state.memory;

import io.yizhan.server.state.EpochRegister;
import io.yizhan.server.state.EpochRegisterContract;

class MemoryEpochRegisterTest extends EpochRegisterContract {
    private final MemoryEpochRegister register = new MemoryEpochRegister();

    @Override
    protected EpochRegister register() {
        return register;
    }
}
