package io.yizhan.server.state.redis;

import io.yizhan.discovery.NodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.RegistryUnderTest;
import io.yizhan.server.state.SessionRegistry;
import java.time.Duration;
import java.util.Set;

record RedisRegistryUnderTest(RedisUnderTest redis) implements RegistryUnderTest {
    @Override
    public SessionRegistry registry(NodeView view, Duration lease) {
        return new RedisSessionRegistry(redis.calls(), new HolderLiveness(view, Set::of), lease);
    }

    @Override
    public void elapse(Duration time) {
        redis.elapse(time);
    }
}
