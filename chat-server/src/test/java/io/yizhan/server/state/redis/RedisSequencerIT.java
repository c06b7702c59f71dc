package io.yizhan.server.state.redis;

import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SequencerContract;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSequencerIT extends SequencerContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest(1);

    private EpochGuards guards;

    @BeforeEach
    void begin() {
        REDIS.client().flushDB();
        guards = new EpochGuards(REDIS.calls(), new MemoryEpochRegister(), new FakeArchive());
    }

    @AfterEach
    void end() {
        guards.close();
    }

    @Override
    protected Sequencer sequencer(Duration remembered) {
        return new RedisSequencer(REDIS.calls(), guards, remembered);
    }

    @Override
    protected void elapse(Duration time) {
        REDIS.elapse(time);
    }
}
