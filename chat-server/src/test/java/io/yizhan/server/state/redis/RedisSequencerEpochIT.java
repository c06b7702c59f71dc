package io.yizhan.server.state.redis;

import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.SequencerEpochContract;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisSequencerEpochIT extends SequencerEpochContract {
    @RegisterExtension
    static final RedisUnderTest REDIS = new RedisUnderTest(2);

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
    protected Sequencer sequencer() {
        return new RedisSequencer(REDIS.calls(), guards, REMEMBERED);
    }

    @Override
    protected void loseMemory() {
        REDIS.client().flushDB();
    }

    @Override
    protected long nowMicros() {
        return REDIS.nowMicros();
    }
}
