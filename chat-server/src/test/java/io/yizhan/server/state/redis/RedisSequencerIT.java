package io.yizhan.server.state.redis;

import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SequencerContract;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSequencerIT extends SequencerContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest();

    @Override
    protected Sequencer sequencer(Duration remembered) {
        return new RedisSequencer(REDIS.calls(), remembered);
    }

    @Override
    protected void elapse(Duration time) {
        REDIS.elapse(time);
    }
}
