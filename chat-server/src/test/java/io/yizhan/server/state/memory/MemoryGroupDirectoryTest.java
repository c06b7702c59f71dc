package io.yizhan.server.state.memory;

import io.yizhan.server.state.ArchivedMembers;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.GroupDirectoryContract;
import io.yizhan.server.state.ManualClock;
import io.yizhan.server.state.Sequencer;
import java.time.Duration;

class MemoryGroupDirectoryTest extends GroupDirectoryContract {
    private final ManualClock clock = new ManualClock();
    private Sequencer sequencer = new MemorySequencer(clock, Sequencer.REMEMBERED);

    @Override
    protected GroupDirectory directory(ArchivedMembers archived, GroupDirectory.Times times) {
        MemoryGroupDirectory directory = new MemoryGroupDirectory(clock, archived, times);
        sequencer = new MemorySequencer(clock, Sequencer.REMEMBERED, directory);
        return directory;
    }

    @Override
    protected Sequencer sequencer() {
        return sequencer;
    }

    @Override
    protected boolean mayArchiveBeBehind() {
        return false;
    }

    @Override
    protected void elapse(Duration time) {
        clock.advance(time);
    }
}
