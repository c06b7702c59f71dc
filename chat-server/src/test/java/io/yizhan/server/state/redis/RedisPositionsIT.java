package io.yizhan.server.state.redis;

import io.yizhan.server.state.Positions;
import io.yizhan.server.state.PositionsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisPositionsIT extends PositionsContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    @Override
    protected Positions positions() {
        return new RedisPositions(REDIS.calls(), new FakeArchive());
    }
}
