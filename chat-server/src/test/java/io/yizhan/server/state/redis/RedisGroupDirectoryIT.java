package io.yizhan.server.state.redis;

import io.yizhan.server.state.ArchivedMembers;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.GroupDirectoryContract;
import io.yizhan.server.state.Sequencer;
import io.yizhan.server.state.memory.MemoryEpochRegister;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class RedisGroupDirectoryIT extends GroupDirectoryContract {
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
    protected GroupDirectory directory(ArchivedMembers archived, GroupDirectory.Times times) {
        return new RedisGroupDirectory(REDIS.calls(), archived, times);
    }

    @Override
    protected Sequencer sequencer() {
        return new RedisSequencer(REDIS.calls(), guards, Sequencer.REMEMBERED);
    }

    @Override
    protected void elapse(Duration time) {
        REDIS.elapse(time);
    }
}
