package io.yizhan.server.state.memory;

import io.yizhan.server.state.Positions;
import io.yizhan.server.state.PositionsContract;

class MemoryPositionsTest extends PositionsContract {
    @Override
    protected Positions positions() {
        return new MemoryPositions();
    }
}
