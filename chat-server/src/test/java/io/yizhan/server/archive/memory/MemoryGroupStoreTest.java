package io.yizhan.server.archive.memory;

import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.GroupStoreContract;
import io.yizhan.server.archive.MessageStore;
import io.yizhan.server.state.ManualClock;
import java.time.Duration;

class MemoryGroupStoreTest extends GroupStoreContract {
    private final ManualClock clock = new ManualClock();
    private final MemoryGroupStore groups = new MemoryGroupStore(clock);
    private final MemoryMessageStore messages = new MemoryMessageStore(clock, groups);

    @Override
    protected GroupStore groups() {
        return groups;
    }

    @Override
    protected GroupRegister register() {
        return groups;
    }

    @Override
    protected MessageStore messages() {
        return messages;
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }
}
