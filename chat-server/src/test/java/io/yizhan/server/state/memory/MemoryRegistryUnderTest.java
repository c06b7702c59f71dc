package io.yizhan.server.state.memory;

import io.yizhan.discovery.NodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.ManualClock;
import io.yizhan.server.state.RegistryUnderTest;
import io.yizhan.server.state.SessionRegistry;
import java.time.Duration;
import java.util.Set;

final class MemoryRegistryUnderTest implements RegistryUnderTest {
    private final ManualClock clock = new ManualClock();

    @Override
    public SessionRegistry registry(NodeView view, Duration lease) {
        return new MemorySessionRegistry(clock, new HolderLiveness(view, Set::of), lease);
    }

    @Override
    public void elapse(Duration time) {
        clock.advance(time);
    }
}
