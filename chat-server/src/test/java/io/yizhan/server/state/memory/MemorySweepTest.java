package io.yizhan.server.state.memory;

import io.yizhan.discovery.NodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.ManualClock;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.SweepContract;
import java.time.Duration;
import java.util.Set;

class MemorySweepTest extends SweepContract {
    private final ManualClock clock = new ManualClock();

    @Override
    protected SessionRegistry registry(NodeView view, Duration lease) {
        return new MemorySessionRegistry(clock, new HolderLiveness(view, Set::of), lease);
    }

    @Override
    protected void elapse(Duration time) {
        clock.advance(time);
    }
}
