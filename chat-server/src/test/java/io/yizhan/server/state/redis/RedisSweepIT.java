package io.yizhan.server.state.redis;

import io.yizhan.discovery.NodeView;
import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.SessionRegistry;
import io.yizhan.server.state.SweepContract;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSweepIT extends SweepContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    @Override
    protected SessionRegistry registry(NodeView view, Duration lease) {
        return new RedisSessionRegistry(REDIS.calls(), new HolderLiveness(view, Set::of), lease);
    }

    @Override
    protected void elapse(Duration time) {
        REDIS.elapse(time);
    }
}
