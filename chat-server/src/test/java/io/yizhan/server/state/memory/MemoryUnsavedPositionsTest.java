package io.yizhan.server.state.memory;

import io.yizhan.server.state.Positions;
import io.yizhan.server.state.UnsavedPositions;
import io.yizhan.server.state.UnsavedPositionsContract;

class MemoryUnsavedPositionsTest extends UnsavedPositionsContract {
    private final MemoryUnsavedPositions unsaved = new MemoryUnsavedPositions();
    private final MemoryPositions positions = new MemoryPositions(unsaved);

    @Override
    protected Positions positions() {
        return positions;
    }

    @Override
    protected UnsavedPositions unsaved() {
        return unsaved;
    }

    @Override
    protected void passUntilDue() {
        // at once
    }

    @Override
    protected void passLease() {
        // with the next claim
    }
}
