package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.PositionStore;
import io.yizhan.server.archive.PositionStoreContract;
import io.yizhan.server.state.ManualClock;
import java.time.Duration;

class MemoryPositionStoreTest extends PositionStoreContract {
    private final ManualClock clock = new ManualClock();
    private final MemoryPositionStore store = new MemoryPositionStore(clock);

    @Override
    protected PositionStore store() {
        return store;
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
